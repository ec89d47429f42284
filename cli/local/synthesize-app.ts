import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { WaitIntegration } from "../../workflow/integration";
import { CliError } from "../cli-error";
import { errorMessage, errorProperty } from "../error-properties";
import { isPublished, publishedStacks } from "../published";
import { PROJECT_ROOT } from "./project-root";
import { addToCache, copyCached, hashInputs } from "./stack-cache";

/** Account and region of the local endpoints. Local registries may have any port. */
const LOCAL_SETTINGS = {
  DEPLOY_ENVIRONMENT: "dev",
  AWS_REGION: "us-east-1",
  AWS_ACCOUNT_ID: "123456789012",
  JOB_EGRESS: "all",
};

/** Environment of the local stacks. */
export const LOCAL_ENVIRONMENT_NAME = LOCAL_SETTINGS.DEPLOY_ENVIRONMENT;

/** Settings of the job that also apply to local containers; IAM and networks have no effect there. */
const JOB_SETTINGS = [
  "JOB_IMAGE",
  "JOB_COMMAND",
  "JOB_VCPUS",
  "JOB_MEMORY_MIB",
  "JOB_EPHEMERAL_STORAGE_GIB",
  "JOB_ARCHITECTURE",
  "JOB_ENVIRONMENT",
  "JOB_SECRETS",
  "JOB_READONLY_ROOT_FILESYSTEM",
  "JOB_RETRY_ATTEMPTS",
  "JOB_TIMEOUT_SECONDS",
  "MAX_VCPUS",
];

/** Returns the job settings that are set in an environment. */
export const findJobSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    JOB_SETTINGS.flatMap((name) => {
      const value = environment[name] ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );

export interface SynthesizedApp {
  /** Output folder of the synthesis. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Bundles the Lambda functions and synthesizes the stacks into a separate folder below `build/`, so that neither
 * `cdktf.out` nor another run is affected. If nothing that they depend on has changed, copies an earlier result. The
 * npm package contains the result.
 * @param jobSettings - settings of the job, such as JOB_IMAGE; default: the sample job
 * @throws CliError with the script's output when one fails, or for settings of the job in the npm package
 */
export async function synthesizeApp(
  integration: WaitIntegration,
  interrupt: AbortSignal,
  ownEnvironment: Readonly<Record<string, string | undefined>>,
  jobSettings: Readonly<Record<string, string>> = {},
): Promise<SynthesizedApp> {
  if (isPublished()) return { path: publishedStacks(integration, jobSettings), remove: () => Promise.resolve() };
  const buildPath = join(PROJECT_ROOT, "build");
  const path = await makeBuildFolder(buildPath);
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  const settings = { ...jobSettings, ...LOCAL_SETTINGS, WAIT_INTEGRATION: integration };
  try {
    const hash = await hashInputs(settings);
    if (!(await copyCached(buildPath, hash, path))) {
      const run = (purpose: string, nodeArguments: readonly string[], environment = {}): Promise<void> =>
        runScript({ purpose, nodeArguments, environment, interrupt }, ownEnvironment);
      await run("bundling the Lambdas", ["tools/build-lambdas.mjs"]);
      const environment = { ...settings, CDKTF_OUTDIR: path };
      await run("synthesizing the stacks", ["--require", "tsx/cjs", "main.ts"], environment);
      // A source that was edited meanwhile can be in the result.
      if ((await hashInputs(settings)) === hash) await addToCache(buildPath, hash, path);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

/**
 * Creates the folder of this run and deletes those of interrupted runs.
 * @throws CliError when the folder cannot be written
 */
export async function makeBuildFolder(buildPath: string): Promise<string> {
  try {
    await mkdir(buildPath, { recursive: true });
    await removeLeftovers(buildPath);
    return await mkdtemp(join(buildPath, folderPrefix(process.pid)));
  } catch (error) {
    throw new CliError(
      [
        `cannot write to ${buildPath}: ${errorMessage(error)}; make it writable, or pass --cdktf-out with synthesized stacks`,
      ],
      { cause: error },
    );
  }
}

interface Script {
  /** Purpose, for the error message: "bundling the Lambdas". */
  readonly purpose: string;
  /** Arguments of Node. */
  readonly nodeArguments: readonly string[];
  /** Environment variables of the script, in addition to PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  /** Terminates the script. */
  readonly interrupt: AbortSignal;
}

/**
 * Runs a script of this project in a child process without output.
 * @throws CliError with the script's output when it fails
 */
export async function runScript(
  { purpose, nodeArguments, environment, interrupt }: Script,
  ownEnvironment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const child = spawn(process.execPath, nodeArguments, {
    cwd: PROJECT_ROOT,
    env: { PATH: ownEnvironment["PATH"], HOME: ownEnvironment["HOME"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    signal: interrupt,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (exitCode, signal) => {
      resolve(exitCode === 0 ? undefined : `it ended with ${signal ?? `exit code ${String(exitCode)}`}`);
    });
  });
  if (interrupt.aborted) throw new CliError(["interrupted; nothing was started"]);
  if (problem === undefined) return;
  const written = Buffer.concat(output).toString("utf8").trim();
  throw new CliError([`${purpose} failed: ${problem}${written === "" ? "" : `; it wrote:\n${written}`}`]);
}

/** Prefix of a run's folder; the process ID identifies folders of interrupted runs. */
export const folderPrefix = (processId: number): string => `local-${processId}-`;

/** Deletes the folders of interrupted runs, whose processes no longer exist. */
export async function removeLeftovers(buildPath: string): Promise<void> {
  for (const name of await readdir(buildPath)) {
    const [, processId] = /^local-(\d+)-/.exec(name) ?? [];
    if (processId !== undefined && !exists(Number(processId)))
      await rm(join(buildPath, name), { recursive: true, force: true });
  }
}

function exists(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return errorProperty(error, "code") !== "ESRCH";
  }
}
