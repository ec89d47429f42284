import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { MockGithub } from "reviewed-terraform/testing";
import type { Cloud } from "../../e2e/support/cloud";
import { runCommand, runOrThrow, type CommandEnd } from "../../e2e/support/command";
import { installCheckov } from "../../e2e/support/python";
import { PINNED_ACTIONS } from "./pinned-actions";
import { REPOSITORY } from "./scratch-repository";

const root = join(__dirname, "..", "..", "..");
const standIns = join(__dirname, "..", "stand-ins");

/** Run of a workflow. */
export interface ActRun {
  readonly workflow: string;
  readonly event: "pull_request" | "push" | "workflow_dispatch" | "schedule";
  readonly payload: unknown;
  /** Commit of the workflows and of the checkout. */
  readonly commit: string;
  /** Commit of the workflows that are called as OWNER/NAME/...@VERSION. */
  readonly called: string;
  /** Repository variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Additional environment variables of the jobs, for the stand-ins. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Cancels the run, like the button on GitHub. */
  readonly cancel?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

export interface ActEnd extends CommandEnd {
  /** Output of the steps without messages of act, as lines `JOB | TEXT`. */
  readonly log: string;
  readonly runId: number;
  /** Folder with one subfolder per artefact. */
  readonly artifactsPath: string;
}

/** Runs the workflows of a scratch repository locally. */
export interface Act {
  run(run: ActRun): Promise<ActEnd>;
  remove(): Promise<void>;
}

/** Repository whose workflows are called as OWNER/NAME/...@VERSION. */
export interface CalledRepository {
  /** OWNER/NAME */
  readonly name: string;
  /** Branch or tag in `uses:`. */
  readonly version: string;
  readonly path: string;
}

/** Options of a runner. */
export interface ActOptions {
  /** Repository whose workflows are called. @default the repository itself, on main */
  readonly calls?: CalledRepository;
  /** Niceness of the runs. @default 0 */
  readonly niceness?: number;
}

/**
 * Creates a runner for the workflows of a scratch repository.
 * @param repository - folder of the repository
 */
export async function prepareAct(
  repository: string,
  cloud: Cloud,
  github: MockGithub,
  { calls = { name: REPOSITORY, version: "main", path: repository }, niceness = 0 }: ActOptions = {},
): Promise<Act> {
  const folder = await mkdtemp(join(tmpdir(), "poller-act-"));
  const program = (await runOrThrow("node", ["tools/go-program.mjs", "act"], inRoot)).trim();
  await installCheckov();
  const artifacts = join(folder, "artifacts");
  const credentials = join(folder, "credentials.env");
  const temporary = join(folder, "tmp");
  const isCredential = (name: string): boolean => name.startsWith("AWS_") && !/^AWS_(REGION|ACCOUNT_ID)$/.test(name);
  const lines = Object.entries(cloud.environment).filter(([name]) => isCredential(name));
  await writeFile(credentials, lines.map(([name, value = ""]) => `${name}=${value}\n`).join(""));
  const variables = {
    STAND_IN_ORIGIN: repository,
    STAND_IN_CALLED_ORIGIN: calls.path,
    STAND_IN_ARTIFACTS: artifacts,
    STAND_IN_CREDENTIALS: credentials,
    STAND_IN_ROOT: root,
    STAND_IN_NPM: which("npm"),
    STAND_IN_TERRAFORM: which(process.env["TERRAFORM_BINARY_NAME"] ?? "terraform"),
    STAND_IN_TERRAFORM_CONFIG: cloud.environment["TF_CLI_CONFIG_FILE"] ?? "",
    GITHUB_API_URL: github.url,
    CHECKPOINT_DISABLE: "1",
    // Terraform and the AWS provider read their schemas at every start, and spend a third of the time on garbage
    // collection.
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
    // Caches compiled code: a run starts the same Node programs about twenty times.
    NODE_COMPILE_CACHE: join(folder, "compiled"),
    // tsx caches compiled code per folder and searches the whole cache at each start; each job has another folder.
    TMPDIR: temporary,
    HOME: folder,
  };
  const environment = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    PATH: [join(__dirname, "..", "bin"), join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter),
  };
  await Promise.all([mkdir(join(folder, "act")), mkdir(temporary)]);
  await writeFile(join(folder, "act", "actrc"), "");
  let runId = 1;

  return {
    async run({
      workflow,
      event,
      payload,
      commit,
      called,
      variables: settings,
      inputs = {},
      environment: more = {},
      cancel,
      onOutput,
    }) {
      runId += 1;
      const id = String(runId);
      const runFolder = join(folder, id);
      await mkdir(runFolder);
      const eventFile = join(runFolder, "event.json");
      await writeFile(eventFile, JSON.stringify(payload));
      const all = { ...variables, ...more, GITHUB_RUN_ID: id, STAND_IN_CALLED: called };
      const args = [
        event,
        ...[
          "-C",
          await checkOut(repository, commit, join(runFolder, "repository")),
          "-W",
          `.github/workflows/${workflow}`,
          "-e",
          eventFile,
        ],
        ...["-P", "ubuntu-24.04=-self-hosted", "--no-skip-checkout", "--action-cache-path", join(runFolder, "cache")],
        ...["--no-cache-server", "--artifact-server-addr", "127.0.0.1", "-s", "GITHUB_TOKEN=mock-token"],
        ...Object.entries(PINNED_ACTIONS).flatMap(([action, name]) => [
          "--local-repository",
          `${action}=${join(standIns, name)}`,
        ]),
        "--local-repository",
        `${calls.name}@${calls.version}=${await checkOut(calls.path, called, join(runFolder, "called"))}`,
        ...Object.entries(all).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
        ...Object.entries(settings).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
        ...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]),
      ];
      const end = await runCommand("nice", ["-n", String(niceness), program, ...args], {
        cwd: repository,
        environment,
        ...(cancel === undefined ? {} : { interrupt: cancel }),
        ...(onOutput === undefined ? {} : { onOutput }),
      });
      return { ...end, log: logOf(end.output), runId: Number(id), artifactsPath: join(artifacts, id) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Clones the repository for one run, without the files that only the jobs read: act reads workflows, commit and
 * repository name from the clone. @returns the folder
 */
async function checkOut(repository: string, commit: string, path: string): Promise<string> {
  const script =
    'git clone --quiet --shared --no-checkout "$1" "$2" && cd "$2" && git sparse-checkout set --no-cone /.github/ && git checkout --quiet -B main "$3" && git remote set-url origin "$(git -C "$1" remote get-url origin)"';
  await runOrThrow("sh", ["-c", script, "check-out", repository, path, commit], inRoot);
  return path;
}

/** Parses lines `[WORKFLOW/JOB] | TEXT` of act, which marks failures and summaries with icons. */
function logOf(output: string): string {
  return output
    .split("\n")
    .flatMap((line) => {
      const [, job = "", text = ""] = /^\[(.+?)\s*\]\s+((?:\||❌|⚙  Summary|🚧|❗|🏁|❓).*)$/u.exec(line) ?? [];
      if (job !== "") return [`${job} ${text}`];
      return line.startsWith("[") || line.startsWith("time=") ? [] : [line];
    })
    .join("\n");
}

const inRoot = { cwd: root, environment: process.env };

/** Finds a program in the PATH of this process. */
export const which = (program: string): string => execFileSync("which", [program], { encoding: "utf8" }).trim();
