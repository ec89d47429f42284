import { explainLock } from "reviewed-terraform";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import type { CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { EXIT_CODE } from "../exit-code";
import { createScreen, type CommonOptions } from "../screen";
import { openTerraform } from "../terraform/open-terraform";
import { placeOf } from "../terraform/terraform-place";
import { readState } from "./environment-outputs";
import { hideSecrets } from "./hide-secrets";
import { findRemoteLock, findRemoteState } from "./remote-state";
import { synthesizeStack, synthesizeStacks, withSynthesizedStack, type SynthesizedStack } from "./synthesized-stack";

export interface StateOptions extends CommonOptions {
  readonly environment: string;
  /** Name of the stack without its environment, like `job-poller`. */
  readonly stack: string;
}

/** Stack whose state is local until its bootstrap ends. */
const BOOTSTRAPPED_PART = "state-backend";
/** Placeholder of a value marked as sensitive. */
const REDACTED = "(sensitive value)";

export interface StateListOptions extends CommonOptions {
  readonly environment: string;
  /** Name of a stack without its environment. @default all stacks */
  readonly stack?: string | undefined;
}

/** Prints the addresses of the resources, of one stack or stack by stack. @returns exit code */
export async function stateList(options: StateListOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const isOne = options.stack !== undefined;
  const parts = isOne ? [options.stack] : ["state-backend", ...DEPLOYED_PARTS];
  const listed: Record<string, readonly string[]> = {};
  for (const stack of await synthesizeStacks(parts, options.environment, context)) {
    if (!isOne && (await findRemoteState(stack.state)).kind === "no state") {
      screen.say(`${stack.name}: not deployed`);
      continue;
    }
    const text = await inspect(["state", "list"], stack, context);
    const addresses = text.split("\n").filter((line) => line !== "");
    listed[stack.name] = addresses;
    if (screen.json) continue;
    if (!isOne) screen.say(`${stack.name}: ${addresses.length} resources`);
    context.stdout.write(text);
  }
  if (screen.json) screen.result(isOne ? Object.values(listed)[0] : listed);
  return EXIT_CODE.succeeded;
}

/** Prints one resource of the state, without sensitive values and possible secrets. @returns exit code */
export async function stateShow(address: string, options: StateOptions, context: CliContext): Promise<number> {
  // Terraform's own JSON of a state shows sensitive values.
  if (options.json === true) throw new CliError(["state show has no --json, which would not hide sensitive values"]);
  const stack = await synthesizeStack(options.stack, options.environment, context);
  context.stdout.write(hideSecrets(await inspect(["state", "show", address], stack, context)));
  return EXIT_CODE.succeeded;
}

/** Prints the outputs of a stack, without sensitive values. @returns exit code */
export async function stateOutput(options: StateOptions, context: CliContext): Promise<number> {
  const screen = createScreen(context, options);
  const { outputs } = await readState(await synthesizeStack(options.stack, options.environment, context));
  const shown = Object.entries(outputs).map(
    ([name, { value, sensitive }]) => [name, sensitive ? REDACTED : value] as const,
  );
  if (screen.json) screen.result(Object.fromEntries(shown));
  else {
    const width = Math.max(0, ...shown.map(([name]) => name.length));
    for (const [name, value] of shown)
      context.stdout.write(`${name.padEnd(width)}  ${typeof value === "string" ? value : JSON.stringify(value)}\n`);
  }
  return EXIT_CODE.succeeded;
}

/**
 * Releases a stale state lock.
 * @returns exit code
 * @throws CliError when the stack has no such lock
 */
export async function stateUnlock(lockId: string, options: StateOptions, context: CliContext): Promise<number> {
  const stack = await synthesizeStack(options.stack, options.environment, context);
  const { name } = stack;
  const lock = await findRemoteLock(stack.state);
  if (lock === undefined)
    throw new CliError([
      `the state of ${name} is not locked, so that nothing was unlocked; the stack of lock ${lockId} is in the message that named it: give that with --stack, like --stack batch`,
    ]);
  if (lock.id !== lockId) throw new CliError([`no lock ${lockId} any more: ${explainLock(lock, placeOf(stack))}`]);
  return change(["force-unlock", "-force", lockId], `The state of ${name} is unlocked.`, stack, options, context);
}

/**
 * Imports an existing AWS resource into the state.
 * @param id - import ID, as in the provider's documentation of the resource type
 * @returns exit code
 */
export async function stateImport(
  address: string,
  id: string,
  options: StateOptions,
  context: CliContext,
): Promise<number> {
  return withSynthesizedStack(options.stack, options.environment, context, async (stack, folder) => {
    await checkImportable(stack);
    const done = `${address} was imported into the state of ${stack.name}.`;
    return change(["import", address, id], done, stack, options, context, folder);
  });
}

/**
 * Checks that an import does not create the state of a bootstrap, which would then ignore its local state.
 * @throws CliError when there is no bucket, or the state of a bootstrap is not in the bucket yet
 */
async function checkImportable({ name, part, environment, state }: SynthesizedStack): Promise<void> {
  const { kind } = await findRemoteState(state);
  if (kind === "state" || (kind === "no state" && part !== BOOTSTRAPPED_PART)) return;
  throw new CliError([
    `the state of ${name} is not in s3://${state.bucket}/${state.key}, so nothing was imported; first run: npm run poller -- bootstrap --environment ${environment}`,
  ]);
}

async function change(
  args: readonly string[],
  done: string,
  stack: SynthesizedStack,
  options: StateOptions,
  context: CliContext,
  folder?: string,
): Promise<number> {
  const terraform = await openTerraform(stack, context, folder);
  await terraform.init();
  await terraform.run(args);
  createScreen(context, options).say(done);
  return EXIT_CODE.succeeded;
}

async function inspect(args: readonly string[], stack: SynthesizedStack, context: CliContext): Promise<string> {
  // Reports when nothing is deployed; Terraform would print nothing.
  await readState(stack);
  const terraform = await openTerraform(stack, context);
  await terraform.init();
  return (await terraform.run(args)).stdout;
}
