import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  DeliveryError,
  parseManifest,
  planWaves,
  findTerraform,
  findPlanChanges,
  renderPlanChanges,
  stepsOf,
  type PlanChange,
  Terraform,
} from "reviewed-terraform";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { confirm } from "../confirm";
import { EXIT_CODE } from "../exit-code";
import { PROJECT_ROOT } from "../local/project-root";
import { saySynthesizing } from "../say-busy";
import { createScreen, type CommonOptions } from "../screen";
import { checkStates } from "../state/remote-state";
import { synthesizeInto, type SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import { showApply } from "./apply-display";
import { applyStack, describeFailure } from "./apply-stack";
import { RECOVERY_FILE } from "./recover";
import { renderDeployed, type DeployedStack } from "./render-deployed";

export interface DeployOptions extends CommonOptions {
  readonly environment: string;
  /** Skips the prompt for approval. */
  readonly yes?: boolean | undefined;
}

/**
 * Synthesizes an environment and applies its stacks one after another, in the order of their dependencies. Can be
 * rerun at any time.
 * @returns exit code
 * @throws CliError listing the changes that were not applied, with advice
 */
export async function deploy(options: DeployOptions, context: CliContext): Promise<number> {
  const command = await findTerraform(context);
  const outDir = join(PROJECT_ROOT, "cdktf.out");
  saySynthesizing(options.environment, context, createScreen(context, options));
  const stacks = await synthesizeInto(outDir, DEPLOYED_PARTS, options.environment, context);
  return deployStacks(stacks, outDir, command, options, context);
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
  if (options.yes !== true && !("isTTY" in context.stdin && context.stdin.isTTY === true))
    throw new CliError(["nothing was changed: approval requires a terminal; to approve without one, add --yes"]);
  const manifest = parseManifest(await readFile(join(outDir, "manifest.json"), "utf8"));
  const names = planWaves(
    manifest,
    stacks.map(({ name }) => name),
  ).flat();
  const ordered = names.flatMap((name) => stacks.filter((stack) => stack.name === name));
  const deployed: DeployedStack[] = [];
  for (const stack of ordered) {
    const rest = names.slice(deployed.length + 1);
    const folder = join(outDir, "stacks", stack.name);
    deployed.push(
      await deployStack({ stack, folder, command }, options, context).catch((error: unknown): never => {
        if (!(error instanceof CliError || error instanceof DeliveryError) || rest.length === 0) throw error;
        throw new CliError([...error.lines, `not deployed because of this error: ${rest.join(", ")}`], {
          cause: error,
        });
      }),
    );
  }
  const screen = createScreen(context, options);
  if (screen.json) screen.result(deployed);
  else screen.say(`\n${renderDeployed(deployed, screen.paint)}`);
  screen.say(`\nNext: npm run poller -- smoke --environment ${options.environment}`);
  return EXIT_CODE.succeeded;
}

/** A synthesized stack in its folder. */
interface StackToDeploy {
  readonly stack: SynthesizedStack;
  readonly folder: string;
  /** Path of the terraform command. */
  readonly command: string;
}

/** Plans a stack and applies the plan that a person approves. @throws CliError listing the changes not applied */
async function deployStack(
  { stack, folder, command }: StackToDeploy,
  options: DeployOptions,
  context: CliContext,
): Promise<DeployedStack> {
  const { name } = stack;
  const startedAtMs = performance.now();
  const terraform = new Terraform({ command, folder, place: placeOf(stack), context });
  const screen = createScreen(context, options);
  screen.say(`${name}: planning`);
  // Left behind by an interrupted run.
  await rm(join(folder, RECOVERY_FILE), { force: true });
  await terraform.init();
  const say = (line: string): void => {
    screen.say(line);
  };
  let changes: readonly PlanChange[] = [];
  const applied = await applyStack({ terraform, stack, say }, async ({ plan, hasChanges }) => {
    changes = findPlanChanges(plan);
    if (!hasChanges) {
      screen.say(`${name}: nothing to change`);
      return undefined;
    }
    screen.say([`${name} has these planned changes:`, ...renderPlanChanges(changes)].join("\n"));
    await ask(name, options, context);
    return showApply(name, changes, context, screen);
  });
  if (applied?.problem !== undefined) throw new CliError(describeFailure(name, applied, "run the same command again"));
  return summarize(name, changes, performance.now() - startedAtMs);
}

async function ask(name: string, { yes }: DeployOptions, context: CliContext): Promise<void> {
  const noTerminal = "nothing was changed: approval requires a terminal; to approve without one, add --yes";
  if (yes === true || (await confirm(`Change ${name}?`, noTerminal, context))) return;
  throw new CliError([`cancelled; ${name} was not changed`]);
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
