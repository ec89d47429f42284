import { join } from "node:path";
import { DeliveryError, findTerraform, stepsOf, type PlanChange } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { confirm, NO_TERMINAL } from "../confirm";
import { EXIT_CODE } from "../exit-code";
import { PROJECT_ROOT } from "../local/project-root";
import { saySynthesizing } from "../say-busy";
import { createScreen, type CommonOptions, type Screen } from "../screen";
import { checkStates } from "../state/remote-state";
import { synthesizeDeployed, type SynthesizedStack } from "../state/synthesized-stack";
import { showApply } from "./apply-display";
import { applyPlanned, describeFailure } from "./apply-stack";
import { renderPlans, withPlans, type PlannedStack } from "./plan-stacks";
import { warnOfBoundary } from "./check-boundary";
import { withRunLock } from "./run-lock";
import { renderDeployed, type DeployedStack } from "./render-deployed";

export interface DeployOptions extends CommonOptions {
  readonly environment: string;
  /** Skips the prompt for approval. */
  readonly yes?: boolean | undefined;
}

/**
 * Synthesizes an environment, plans all its stacks, asks once, and applies the plans in the order of the stacks'
 * dependencies. Can be rerun at any time.
 * @returns exit code
 * @throws CliError listing the changes that were not applied, with advice
 */
export async function deploy(options: DeployOptions, context: CliContext): Promise<number> {
  const command = await findTerraform(context);
  const outDir = join(PROJECT_ROOT, "cdktf.out");
  return withRunLock(join(PROJECT_ROOT, "build", "deploy.lock"), "deploy", async () => {
    saySynthesizing(options.environment, context, createScreen(context, options));
    const { stacks, stateBackend } = await synthesizeDeployed(outDir, options.environment, context);
    await warnOfBoundary(stateBackend, context);
    return deployStacks(stacks, outDir, command, options, context);
  });
}

/**
 * Deploys synthesized stacks.
 * @param outDir - folder with manifest.json and the stacks' folders
 * @param command - path of the terraform command
 */
export async function deployStacks(
  stacks: readonly SynthesizedStack[],
  outDir: string,
  command: string,
  options: DeployOptions,
  context: CliContext,
): Promise<number> {
  await checkStates(stacks);
  const screen = createScreen(context, options);
  const deployed = await withPlans({ stacks, outDir, command, lock: true }, context, screen, async (plans) => {
    await approve(plans, options, context, screen);
    return applyPlans(plans, context, screen);
  });
  if (screen.json) screen.result(deployed);
  else screen.say(`\n${renderDeployed(deployed, screen.paint)}`);
  screen.say(`\nNext: npm run poller -- smoke --environment ${options.environment}`);
  return EXIT_CODE.succeeded;
}

/** Shows the plans and asks for approval. @throws CliError when they are not approved; nothing was changed */
async function approve(
  plans: readonly PlannedStack[],
  { environment, yes }: DeployOptions,
  context: CliContext,
  screen: Screen,
): Promise<void> {
  const hasChanges = plans.some(({ planned }) => planned.hasChanges);
  const mustAsk = yes !== true && hasChanges;
  const shown = renderPlans(plans, environment);
  // A person approves only what is shown, also with --json.
  if (mustAsk) context.stderr.write(`${shown}\n`);
  else screen.say(shown);
  if (!mustAsk) return;
  if (await confirm(`Apply this plan to ${environment}?`, NO_TERMINAL, context)) return;
  throw new CliError(["cancelled; nothing was changed"]);
}

/** Applies the plans one after another. @throws CliError listing the changes and stacks that were not applied */
async function applyPlans(
  plans: readonly PlannedStack[],
  context: CliContext,
  screen: Screen,
): Promise<DeployedStack[]> {
  const deployed: DeployedStack[] = [];
  for (const plan of plans) {
    const rest = plans.slice(deployed.length + 1).flatMap(({ name, planned }) => (planned.hasChanges ? [name] : []));
    deployed.push(
      await applyOne(plan, context, screen).catch((error: unknown): never => {
        if (!(error instanceof CliError || error instanceof DeliveryError) || rest.length === 0) throw error;
        throw new CliError([...error.lines, `not deployed because of this error: ${rest.join(", ")}`], {
          cause: error,
        });
      }),
    );
  }
  return deployed;
}

/** Applies the plan of a stack. @throws CliError listing the changes not applied */
async function applyOne(
  { name, target, planned, changes, tookMs }: PlannedStack,
  context: CliContext,
  screen: Screen,
): Promise<DeployedStack> {
  const startedAtMs = performance.now();
  const approval = planned.hasChanges ? showApply(name, changes, context, screen) : undefined;
  const applied = await applyPlanned(target, planned, approval);
  if (applied?.problem !== undefined) throw new CliError(describeFailure(name, applied, "run deploy again"));
  return summarize(name, changes, tookMs + performance.now() - startedAtMs);
}

function summarize(stack: string, changes: readonly PlanChange[], tookMs: number): DeployedStack {
  const count = (step: string): number => changes.filter((change) => stepsOf(change).includes(step)).length;
  return {
    stack,
    created: count("create"),
    updated: count("update"),
    deleted: count("delete"),
    imported: count("import"),
    seconds: Math.round(tookMs / 1000),
  };
}
