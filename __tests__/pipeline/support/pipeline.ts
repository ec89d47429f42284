import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeClone, type Clone } from "../../e2e/support/clone";
import { startCloud, type Cloud } from "../../e2e/support/cloud";
import { startMockGithub, type MockGithub } from "reviewed-terraform/testing";
import { runCommand } from "../../e2e/support/command";
import { createStateBucket } from "./held-lock";
import { prepareAct, type Act, type ActEnd, type ActOptions, type ActRun } from "./act";
import { makeScratchRepository, REPOSITORY, type ScratchRepository } from "./scratch-repository";

/** With `events`, which has all resources of `poll` and more. */
const SETTINGS = "AWS_REGION=us-east-1\nAWS_ACCOUNT_ID=123456789012\nWAIT_INTEGRATION=events\n";
/** With TERRAFORM_BINARY_NAME=tofu, the scenarios run OpenTofu; its version is that of the machine. */
const PROGRAM = process.env["TERRAFORM_BINARY_NAME"] === "tofu" ? { OPENTOFU_VERSION: "1.12.6" } : {};

export interface PullRequestOptions {
  readonly action?: "opened" | "synchronize";
  /** Repository of the branch. @default this repository */
  readonly from?: string;
  /** Branch that the pull request is merged into. @default main */
  readonly base?: string;
}

export interface DeployOptions {
  /** Number of the pull request whose merge is deployed. @default the head of main */
  readonly mergeOf?: number;
  readonly environment?: NonNullable<ActRun["environment"]>;
  /** Whether the repository has settings of prod. @default false */
  readonly withProd?: boolean;
  readonly onOutput?: NonNullable<ActRun["onOutput"]>;
}

type StartOptions = Partial<Pick<ActRun, "event" | "inputs" | "commit" | "cancel" | "onOutput">>;

/** Repository on the mock GitHub, with user actions. */
export interface Runs {
  readonly github: MockGithub;
  readonly repository: ScratchRepository;
  openPullRequest(number: number, branch: string, body?: string): Promise<void>;
  /** Runs pull-request.yml for the current head of the branch. */
  review(number: number, branch: string, options?: PullRequestOptions): Promise<ActEnd>;
  /** Merges the pull request and runs deploy.yml like the merge does. */
  merge(number: number, branch: string, options?: Omit<DeployOptions, "mergeOf">): Promise<ActEnd>;
  /** Runs deploy.yml like a push to main. */
  deploy(options?: DeployOptions): Promise<ActEnd>;
  /** Starts a workflow manually or by schedule. */
  start(workflow: string, run?: StartOptions): Promise<ActEnd>;
  /** Returns the merge commit of a pull request. */
  mergeCommit(number: number): string;
}

/** Emulated account and the project's repository. */
export interface Pipeline extends Runs {
  readonly cloud: Cloud;
  /**
   * Copy of the repository with a mock GitHub and an empty environment of its own, named {@link COPY}. For runs that
   * are rejected whatever is deployed: they need no turn on main, and no deployment.
   */
  readonly copy: Runs;
  /** Project folder of a user with credentials. */
  readonly clone: Clone;
  /** Returns all output of all runs: logs with summaries, artefacts, comments and issues. */
  everythingShown(): string;
  /**
   * Opens a second repository in a folder, which calls the workflows of the project's repository as `@v1`.
   * @param name - OWNER/NAME
   * @param settings - SETTINGS_DEV
   */
  openOther(name: string, path: string, settings: string): Promise<Runs>;
  stop(): Promise<void>;
}

export async function startPipeline(): Promise<Pipeline> {
  const cloud = await startCloud();
  const shown: string[] = [];
  const githubs: MockGithub[] = [];
  const stops: (() => Promise<void>)[] = [];
  const open = async (repository: ScratchRepository, name: string, settings: string, options: OpenOptions = {}) => {
    const github = await startMockGithub(name);
    const act = await prepareAct(repository.path, cloud, github, options);
    githubs.push(github);
    stops.push(
      () => act.remove(),
      () => github.close(),
    );
    return makeRuns({ name, github, repository, act, settings, called: options.called ?? repository.main }, shown);
  };
  const openOwn = async (settings: string, options: OpenOptions): Promise<Runs> => {
    const sources = await makeClone(cloud.environment, "022");
    stops.push(() => sources.remove());
    return open(await makeScratchRepository(sources), REPOSITORY, settings, options);
  };
  const [clone, own] = await Promise.all([makeClone(cloud.environment, "022"), openOwn(SETTINGS, {})]);
  const copy = await openOwn(`${SETTINGS}POLLER_NAME=${COPY}\n`, { niceness: NICENESS.copy });
  await createStateBucket(cloud, COPY);

  return {
    ...own,
    cloud,
    clone,
    copy,
    everythingShown: () =>
      [...shown, ...githubs.flatMap(({ comments, issues }) => [...comments, ...issues]).map(({ body }) => body)].join(
        "\n",
      ),
    async openOther(name, path, settings) {
      const called = await own.repository.tagRelease("v1");
      const run = (command: string, args: readonly string[]) =>
        runCommand(command, args, { cwd: path, environment: cloud.environment });
      const calls = { name: REPOSITORY, version: "v1", path: own.repository.path };
      return open(await makeScratchRepository({ path, run }, name), name, settings, {
        niceness: NICENESS.other,
        calls,
        called: () => Promise.resolve(called),
      });
    },
    async stop() {
      await Promise.all([clone.remove(), ...stops.map((stop) => stop())]);
      await cloud.stop();
    },
  };
}

/** Name of the copy's environment, POLLER_NAME. */
export const COPY = "copy";

/**
 * Niceness of the runs that give way to those of the repository. Its scenarios run one after the other, so they
 * determine the duration of the test.
 */
const NICENESS = { other: 5, copy: 10 };

interface OpenOptions extends ActOptions, Partial<Pick<GivenRuns, "called">> {}

interface GivenRuns {
  /** OWNER/NAME */
  readonly name: string;
  readonly github: MockGithub;
  readonly repository: ScratchRepository;
  readonly act: Act;
  /** SETTINGS_DEV */
  readonly settings: string;
  /** Returns the commit of the workflows that are called as OWNER/NAME/...@VERSION. */
  readonly called: () => Promise<string>;
}

/** @param shown - gets the output of each run */
function makeRuns({ name, github, repository, act, settings, called }: GivenRuns, shown: string[]): Runs {
  const run = async (options: Omit<ActRun, "variables" | "called">, withProd = false): Promise<ActEnd> => {
    const variables = { SETTINGS_DEV: settings, ...PROGRAM, ...(withProd ? { SETTINGS_PROD: settings } : {}) };
    github.branches.set("main", await repository.main());
    const end = await act.run({ ...options, called: await called(), variables });
    shown.push(end.output, ...(await readArtifacts(end.artifactsPath)).map(({ text }) => text));
    return end;
  };
  const pullRequest = (number: number): (typeof github.pulls)[number] => {
    const found = github.pulls.find((one) => one.number === number);
    if (found === undefined) throw new Error(`no pull request ${number}`);
    return found;
  };
  const mergeCommit = (number: number): string => {
    const { mergeCommitSha } = pullRequest(number);
    if (mergeCommitSha === undefined) throw new Error(`pull request ${number} is not merged`);
    return mergeCommitSha;
  };
  const deploy = async ({ mergeOf, withProd, ...rest }: DeployOptions = {}): Promise<ActEnd> => {
    const commit = mergeOf === undefined ? await repository.main() : mergeCommit(mergeOf);
    const payload = { ref: "refs/heads/main", after: commit };
    return run({ workflow: "deploy.yml", event: "push", payload, commit, ...rest }, withProd);
  };

  return {
    github,
    repository,
    mergeCommit,
    async openPullRequest(number, branch, body = "") {
      github.pulls.push({ number, headSha: await repository.head(branch), body });
    },
    async review(number, branch, { action = "opened", from = name, base: baseRef = "main" } = {}) {
      const headSha = await repository.head(branch);
      pullRequest(number).headSha = headSha;
      const { commit, base } = await repository.mergeForReview(branch);
      return run({
        workflow: "pull-request.yml",
        event: "pull_request",
        commit,
        payload: {
          action,
          number,
          pull_request: {
            number,
            body: pullRequest(number).body,
            head: { sha: headSha, ref: branch, repo: { full_name: from } },
            base: { sha: base, ref: baseRef, repo: { full_name: name } },
            user: { login: "somebody" },
          },
          repository: { full_name: name },
        },
      });
    },
    async merge(number, branch, options = {}) {
      pullRequest(number).mergeCommitSha = await repository.merge(branch);
      return deploy({ ...options, mergeOf: number });
    },
    deploy,
    async start(workflow, { event = "workflow_dispatch", inputs = {}, ...rest } = {}) {
      const commit = rest.commit ?? (await repository.main());
      const payload = { ref: "refs/heads/main", after: commit, inputs, repository: { full_name: name } };
      return run({ ...rest, workflow, event, payload, inputs, commit });
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
