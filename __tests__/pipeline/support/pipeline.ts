import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeClone, type Clone } from "../../e2e/support/clone";
import { startCloud, type Cloud } from "../../e2e/support/cloud";
import { givenZip } from "../../github/given-zip";
import { startMockGithub, type MockGithub } from "../../github/mock-github";
import { prepareAct, type ActEnd, type ActRun } from "./act";
import { makeScratchRepository, type ScratchRepository } from "./scratch-repository";

const REPOSITORY = "acme/poller";
const SETTINGS_DEV = "AWS_REGION=us-east-1\nAWS_ACCOUNT_ID=123456789012\n";

export interface PullRequestOptions {
  readonly action?: "opened" | "synchronize";
  /** Repository of the branch. @default this one */
  readonly from?: string;
}

/** Cloud, GitHub and repository, and what people do there. */
export interface Pipeline {
  readonly cloud: Cloud;
  readonly github: MockGithub;
  readonly repository: ScratchRepository;
  /** The project's folder, for a person with credentials. */
  readonly clone: Clone;
  /** Everything that any run has shown or kept: logs with summaries, artefacts, comments and issues. */
  everythingShown(): string;
  openPullRequest(number: number, branch: string, body?: string): Promise<void>;
  /** The run of pull-request.yml for the branch as it is now. */
  review(number: number, branch: string, options?: PullRequestOptions): Promise<ActEnd>;
  /** Merges, and runs deploy.yml as the merge does. */
  merge(number: number, branch: string): Promise<ActEnd>;
  /** Runs deploy.yml for the commit of main that is checked out. */
  deploy(environment?: ActRun["environment"]): Promise<ActEnd>;
  /** Starts a workflow by hand, or by time. */
  start(workflow: string, run?: Partial<Pick<ActRun, "event" | "inputs" | "cancel" | "onOutput">>): Promise<ActEnd>;
  stop(): Promise<void>;
}

export async function startPipeline(): Promise<Pipeline> {
  const cloud = await startCloud();
  const github = await startMockGithub(REPOSITORY);
  const clone = await makeClone(cloud.environment, "022");
  const repository = await makeScratchRepository(clone, REPOSITORY);
  const act = await prepareAct(clone.path, cloud, github);
  const shown: string[] = [];

  const run = async (options: Omit<ActRun, "variables">): Promise<ActEnd> => {
    const end = await act.run({ ...options, variables: { SETTINGS_DEV } });
    shown.push(end.output, ...(await readArtifacts(end.artifactsPath)).map(({ text }) => text));
    return end;
  };
  const pullRequest = (number: number): (typeof github.pulls)[number] => {
    const found = github.pulls.find((one) => one.number === number);
    if (found === undefined) throw new Error(`no pull request ${number}`);
    return found;
  };
  const deploy = async (environment: ActRun["environment"] = {}): Promise<ActEnd> =>
    run({
      workflow: "deploy.yml",
      event: "push",
      payload: { ref: "refs/heads/main", after: await repository.main() },
      environment,
    });

  return {
    cloud,
    github,
    repository,
    clone,
    everythingShown: () =>
      [...shown, ...github.comments.map(({ body }) => body), ...github.issues.map(({ body }) => body)].join("\n"),
    async openPullRequest(number, branch, body = "") {
      const headSha = (await clone.run("git", ["rev-parse", branch])).stdout.trim();
      github.pulls.push({ number, headSha, body });
    },
    async review(number, branch, { action = "opened", from = REPOSITORY } = {}) {
      const headSha = (await clone.run("git", ["rev-parse", branch])).stdout.trim();
      pullRequest(number).headSha = headSha;
      await repository.mergeForReview(branch);
      const end = await run({
        workflow: "pull-request.yml",
        event: "pull_request",
        payload: {
          action,
          number,
          pull_request: {
            number,
            body: pullRequest(number).body,
            head: { sha: headSha, ref: branch, repo: { full_name: from } },
            base: { sha: await repository.main(), ref: "main", repo: { full_name: REPOSITORY } },
            user: { login: "somebody" },
          },
          repository: { full_name: REPOSITORY },
        },
      });
      const files = await readArtifacts(end.artifactsPath);
      const artifacts = [...new Set(files.map(({ artifact }) => artifact))].map((name, index) => ({
        id: end.runId * 100 + index,
        name,
        zip: givenZip(
          Object.fromEntries(files.filter(({ artifact }) => artifact === name).map(({ path, text }) => [path, text])),
        ),
      }));
      const conclusion = end.exitCode === 0 ? "success" : "failure";
      github.runs.push({ id: end.runId, headSha, headRepository: from, conclusion, artifacts });
      return end;
    },
    async merge(number, branch) {
      pullRequest(number).mergeCommitSha = await repository.merge(branch);
      return deploy();
    },
    deploy,
    start: (workflow, { event = "workflow_dispatch", inputs = {}, ...rest } = {}) =>
      run({
        workflow,
        event,
        payload: { ref: "refs/heads/main", inputs, repository: { full_name: REPOSITORY } },
        inputs,
        ...rest,
      }),
    async stop() {
      await Promise.all([clone.remove(), act.remove()]);
      await github.close();
      await cloud.stop();
    },
  };
}

async function readArtifacts(
  folder: string,
): Promise<readonly { readonly artifact: string; readonly path: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const whole = join(entry.parentPath, entry.name);
        const [artifact = "", ...rest] = whole.slice(folder.length + 1).split("/");
        return { artifact, path: rest.join("/"), text: await readFile(whole, "utf8") };
      }),
  );
}
