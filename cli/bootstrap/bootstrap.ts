import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTerraform, findPlanChanges, renderPlanChanges, type PlanChange, type Terraform } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { confirm } from "../confirm";
import { EXIT_CODE } from "../exit-code";
import { showApply } from "../deploy/apply-display";
import { applyStack, describeFailure, type Approval, type StackPlan } from "../deploy/apply-stack";
import { sayBusy, saySynthesizing } from "../say-busy";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import { findRemoteState } from "../state/remote-state";
import { synthesizeStack, type SynthesizedStack } from "../state/synthesized-stack";
import { openTerraform, STACK_FILE } from "../terraform/open-terraform";
import { checkTrust } from "./check-trust";
import { findRepository } from "./find-repository";
import { findLeftProviders, forget } from "./keep-providers";
import { findPhase, LOCAL_STATE_FILE, makeLocalStack, readKnownState } from "./bootstrap-phase";

export interface BootstrapOptions extends CommonOptions {
  readonly environment: string;
  /** Skips the prompt for approval. */
  readonly yes?: boolean | undefined;
}

/**
 * Creates the state bucket and the roles of an environment, and moves their state to that bucket. Can be rerun at
 * any time and resumes an interrupted run.
 * @returns exit code
 * @throws CliError with a one-line message; the next run resumes
 */
export async function bootstrap(options: BootstrapOptions, context: CliContext): Promise<number> {
  await findTerraform(context);
  const screen = createScreen(context, options);
  const say = (line: string): void => {
    screen.say(line);
  };
  const exact = await findRepository(context.environment, context.interrupt, say);
  saySynthesizing(options.environment, context, screen);
  const settled = { ...context, environment: { ...context.environment, ...exact } };
  return bootstrapStack(await synthesizeStack("state-backend", options.environment, settled), options, context);
}

/** Bootstraps a synthesized stack. */
export async function bootstrapStack(
  stack: SynthesizedStack,
  options: BootstrapOptions,
  context: CliContext,
): Promise<number> {
  const screen = createScreen(context, options);
  sayBusy(`${stack.name}: planning`, context, screen);
  const terraform = await openTerraform(stack, context);
  const localStateFile = join(terraform.folder, LOCAL_STATE_FILE);
  const remote = await findRemoteState(stack.state);
  const phase = await findPhase(remote, localStateFile);
  const writeStack = (json: object): Promise<void> =>
    writeFile(join(terraform.folder, STACK_FILE), JSON.stringify(json));
  const left = findLeftProviders(stack.json, await readKnownState(remote, localStateFile));
  await writeStack(forget(phase.kind === "local" ? makeLocalStack(stack, phase.adoptBucket) : stack.json, left));
  for (const address of left)
    screen.say(`${stack.name}: ${address} stays in the account, and is only removed from the state`);
  await terraform.init();
  await applyChanges(terraform, stack, options, context, screen);
  if (phase.kind === "local") {
    screen.say(`Moving the state of ${stack.name} to s3://${stack.state.bucket}/${stack.state.key}`);
    await writeStack(stack.json);
    await terraform.run(["init", "-input=false", "-migrate-state", "-force-copy"]);
  }
  const { outputs } = await readMigrated(stack);
  // Deleted last: until the bucket holds the state, this file is the only state.
  await Promise.all([localStateFile, `${localStateFile}.backup`].map((file) => rm(file, { force: true })));
  showOutputs(outputs, screen, context);
  screen.say(`\nNext: npm run deploy -- --environment ${options.environment}`);
  return EXIT_CODE.succeeded;
}

async function applyChanges(
  terraform: Terraform,
  stack: SynthesizedStack,
  { yes }: BootstrapOptions,
  context: CliContext,
  screen: Screen,
): Promise<void> {
  const { name, environment } = stack;
  const decide = async ({ plan, hasChanges }: StackPlan): Promise<Approval | undefined> => {
    if (!hasChanges) {
      screen.say(`${name}: nothing to change`);
      return undefined;
    }
    checkTrust(plan, environment);
    const changes = findPlanChanges(plan);
    screen.say([`${name} has these planned changes:`, ...renderPlanChanges(changes)].join("\n"));
    await ask(changes, environment, yes === true, context);
    return showApply(name, changes, context, screen);
  };
  const say = (line: string): void => {
    screen.say(line);
  };
  const applied = await applyStack({ terraform, stack, say }, decide, false);
  if (applied?.problem !== undefined) throw new CliError(describeFailure(name, applied, "run the same command again"));
}

/** Prompts for approval. @throws CliError when the answer is no or there is no terminal */
async function ask(
  changes: readonly PlanChange[],
  environment: string,
  yes: boolean,
  context: CliContext,
): Promise<void> {
  const again = `npm run poller -- bootstrap --environment ${environment}`;
  const lost = changes.filter(({ action }) => action === "delete" || action === "replace");
  // A missing setting, such as GITHUB_REPOSITORY, would delete the roles.
  if (yes && lost.length === 0) return;
  const noTerminal =
    lost.length === 0
      ? `nothing was changed: approval requires a terminal; to approve without one: ${again} --yes`
      : `nothing was changed: the plan deletes ${lost.map(({ address }) => address).join(", ")}, which --yes does not approve; if this is intended, run on a terminal: ${again}`;
  if (
    await confirm(
      lost.length === 0 ? "Apply these changes?" : "This plan deletes resources. Apply these changes?",
      noTerminal,
      context,
    )
  )
    return;
  throw new CliError(["cancelled; nothing was changed"]);
}

async function readMigrated({ name, state }: SynthesizedStack) {
  const found = await findRemoteState(state);
  if (found.kind === "state") return found.state;
  throw new CliError([`s3://${state.bucket}/${state.key} does not hold the state of ${name} yet; run bootstrap again`]);
}

function showOutputs(
  outputs: Readonly<Record<string, { readonly value?: unknown }>>,
  screen: Screen,
  { stdout }: CliContext,
): void {
  if (screen.json) screen.result(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])));
  else for (const [name, { value }] of Object.entries(outputs)) stdout.write(`${name} = ${String(value)}\n`);
}
