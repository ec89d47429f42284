import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { PROVIDER_LOCK_FILE, runProgram } from "reviewed-terraform/terraform";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { stateKey } from "../../config/state-key";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { errorProperty } from "../error-properties";
import { resolveGivenPath } from "../input/resolve-given-path";
import { PROJECT_ROOT } from "../local/project-root";
import { requireClone } from "../published";
import { checkEnvironmentName, readConfig } from "./read-config";

const stackSchema = z.looseObject({
  terraform: z.looseObject({
    backend: z.object({ s3: z.looseObject({ bucket: z.string(), key: z.string(), region: z.string() }) }),
  }),
});

/** Location of a stack's state. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** Synthesized stack. */
export interface SynthesizedStack {
  /** PART-ENVIRONMENT */
  readonly name: string;
  readonly part: string;
  readonly environment: string;
  readonly state: StateLocation;
  /** Content of cdk.tf.json. */
  readonly json: z.infer<typeof stackSchema>;
}

/** Environment variable: folder of synthesized stacks, like cdktf.out, to read instead of synthesizing. */
const SYNTHESIZED_STACKS = "SYNTHESIZED_STACKS";

/**
 * Synthesizes the stacks of an environment with the current settings and reads the given parts, so that states are
 * looked up where a deployment stores them.
 * @param parts - `batch`, `job-poller`, ...
 * @throws CliError listing every missing or invalid setting, or for an unknown environment or part
 */
export const synthesizeStacks = (
  parts: readonly string[],
  environment: string,
  context: CliContext,
): Promise<SynthesizedStack[]> => withStacks(parts, environment, context, (stacks) => Promise.resolve(stacks));

/**
 * Calls `act` with the given parts, like {@link synthesizeStacks}, and the folder that contains them meanwhile.
 */
export async function withStacks<T>(
  parts: readonly string[],
  environment: string,
  context: CliContext,
  act: (stacks: SynthesizedStack[], outDir: string) => Promise<T>,
): Promise<T> {
  const { [SYNTHESIZED_STACKS]: given = "" } = context.environment;
  if (given !== "") {
    const path = resolveGivenPath(given, context.environment);
    return act(await readStacks(path, parts, environment), path);
  }
  const buildPath = join(PROJECT_ROOT, "build");
  await mkdir(buildPath, { recursive: true });
  const path = await mkdtemp(join(buildPath, "synth-"));
  try {
    return await act(await synthesizeInto(path, parts, environment, context), path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Calls `act` with one part and the folder of its stack, which has the stack's assets. */
export const withSynthesizedStack = <T>(
  part: string,
  environment: string,
  context: CliContext,
  act: (stack: SynthesizedStack, folder: string) => Promise<T>,
): Promise<T> =>
  withStacks([part], environment, context, ([stack], outDir) => {
    if (stack === undefined) throw new Error(`${part} was not read`);
    return act(stack, join(outDir, "stacks", stack.name));
  });

/** Folder of the committed provider lock files, one for each part of an environment. */
export const PROVIDERS_PATH = join(PROJECT_ROOT, "providers");

/** Synthesizes into a permanent folder, with the committed provider lock files in the folders of the stacks. */
export async function synthesizeInto(
  path: string,
  parts: readonly string[],
  environment: string,
  context: CliContext,
): Promise<SynthesizedStack[]> {
  checkEnvironmentName(environment);
  requireClone();
  await runNode(["tools/build-lambdas.mjs"], {}, context);
  await runNode(["--require", "tsx/cjs", "main.ts"], { DEPLOY_ENVIRONMENT: environment, CDKTF_OUTDIR: path }, context);
  await copyProviderLocks(path, PROVIDERS_PATH);
  return readStacks(path, parts, environment);
}

/**
 * Synthesizes the stacks that `deploy` deploys into a permanent folder, and the stack with the permissions boundary.
 */
export async function synthesizeDeployed(
  path: string,
  environment: string,
  context: CliContext,
): Promise<{ readonly stacks: SynthesizedStack[]; readonly stateBackend: SynthesizedStack }> {
  const [stateBackend, ...stacks] = await synthesizeInto(
    path,
    ["state-backend", ...DEPLOYED_PARTS],
    environment,
    context,
  );
  if (stateBackend === undefined) throw new Error("state-backend was not read");
  return { stacks, stateBackend };
}

/**
 * Synthesizes the stacks of another project with its npm script `synth`, into a permanent folder, with the provider
 * lock files of that project.
 * @param projectPath - folder of its package.json
 */
export async function synthesizeProject(
  projectPath: string,
  path: string,
  environment: string,
  context: CliContext,
): Promise<void> {
  const config = readConfig(environment, context);
  const settings = {
    DEPLOY_ENVIRONMENT: environment,
    CDKTF_OUTDIR: path,
    NAME_PREFIX: config.name,
    STATE_BUCKET: config.stateBucket,
    STATE_PREFIX: dirname(stateKey(config, "any")),
  };
  await run("npm", ["run", "synth"], settings, projectPath, context);
  await copyProviderLocks(path, join(projectPath, "providers"));
}

/** Copies the lock file of each stack into its folder, or deletes that of an earlier synthesis. */
export async function copyProviderLocks(path: string, providersPath: string): Promise<void> {
  const stacksPath = join(path, "stacks");
  for (const stack of await readdir(stacksPath)) {
    const carried = join(stacksPath, stack, PROVIDER_LOCK_FILE);
    const part = stack.replace(/-[a-z]+$/, "");
    await rm(carried, { force: true });
    await copyFile(join(providersPath, `${part}.lock.hcl`), carried).catch((error: unknown) => {
      if (errorProperty(error, "code") !== "ENOENT") throw error;
    });
  }
}

/** Synthesizes one stack. */
export async function synthesizeStack(
  part: string,
  environment: string,
  context: CliContext,
): Promise<SynthesizedStack> {
  const [stack] = await synthesizeStacks([part], environment, context);
  if (stack === undefined) throw new Error(`${part} was not read`);
  return stack;
}

const runNode = (
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  context: CliContext,
): Promise<void> => run(process.execPath, args, settings, PROJECT_ROOT, context);

async function run(
  command: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd: string,
  { environment, interrupt }: CliContext,
): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram({
    command,
    args,
    cwd,
    environment: { ...environment, ...settings },
    interrupt,
  });
  if (interrupt.aborted) throw new CliError(["interrupted; nothing was changed"]);
  if (exitCode === 0) return;
  const written = stderr.trim() || stdout.trim();
  // One line per problem that the user can fix; a stack trace is a bug.
  if (/^\s+at /m.test(written)) throw new CliError([`${args.at(-1) ?? command} crashed: ${written}`]);
  throw new CliError(written.split("\n"));
}

function readStacks(path: string, parts: readonly string[], environment: string): Promise<SynthesizedStack[]> {
  checkEnvironmentName(environment);
  return Promise.all(parts.map((part) => readStack(path, part, environment)));
}

async function readStack(path: string, part: string, environment: string): Promise<SynthesizedStack> {
  const name = `${part}-${environment}`;
  const text = await readFile(join(path, "stacks", name, "cdk.tf.json"), "utf8").catch((error: unknown): never => {
    throw new CliError([`there is no stack ${name}; --stack is a name without its environment, like job-poller`], {
      cause: error,
    });
  });
  return parseStack(text, part, environment);
}

/** @param text - the stack's cdk.tf.json; @throws CliError when it is none of a stack with its state in S3 */
export function parseStack(text: string, part: string, environment: string): SynthesizedStack {
  const name = `${part}-${environment}`;
  const json = parseJson(text, name);
  const { bucket, key, region } = json.terraform.backend.s3;
  return { name, part, environment, state: { bucket, key, region }, json };
}

function parseJson(text: string, name: string): SynthesizedStack["json"] {
  try {
    return stackSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CliError([`the cdk.tf.json of ${name} is damaged, or has no S3 backend; synthesize it again`], {
      cause: error,
    });
  }
}
