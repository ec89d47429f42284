import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { confirm } from "../confirm";
import { createScreen, type Screen } from "../screen";
import { findRemoteLock } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { explainLock } from "../terraform/lock-info";
import { findPlanChanges, parsePlanChanges, renderPlanChanges, type PlanChange } from "../terraform/plan-changes";
import { Terraform } from "../terraform/terraform";
import type { TerraformPlace } from "../terraform/terraform-place";
import { showApply } from "./apply-display";
import { stepsOf } from "./apply-steps";
import { describeRest } from "./describe-rest";
import type { DeployOptions } from "./deploy-options";
import { endJournal, findJournal, type Journal } from "./journal";
import { applyWithJournal } from "./journaled-apply";
import { planRecovery, RECOVERY_FILE } from "./recover";
import type { DeployedStack } from "./render-deployed";

/** Terraform plan file; contains the state, including secrets, in plain text. */
const PLAN_FILE = "deploy.tfplan";
/** Exit code of `terraform plan -detailed-exitcode` for a plan with changes. */
const HAS_CHANGES = 2;

/** A synthesized stack in its folder. */
export interface StackToDeploy {
  readonly stack: SynthesizedStack;
  readonly folder: string;
  /** Path of the terraform command. */
  readonly command: string;
}

/** Plans and applies a stack. @throws CliError listing the changes that were not applied */
export async function deployStack(
  { stack, folder, command }: StackToDeploy,
  options: DeployOptions,
  context: CliContext,
): Promise<DeployedStack> {
  const { name, environment, part } = stack;
  const place = { stackName: name, environment, part };
  const startedAtMs = performance.now();
  const terraform = new Terraform({ command, folder, place, context });
  const screen = createScreen(context, options);
  screen.say(`${name}: planning`);
  // Left behind by an interrupted run.
  await rm(join(folder, RECOVERY_FILE), { force: true });
  await terraform.init();
  try {
    const journal = await findJournal(stack.state);
    const { changes, isEmpty } = await plan(terraform, stack, journal, screen);
    if (isEmpty) {
      screen.say(`${name}: nothing to change`);
      if (journal !== undefined) await endJournal(stack.state, journal);
    } else {
      screen.say([`${name} has these planned changes:`, ...renderPlanChanges(changes)].join("\n"));
      await ask(name, options, context);
      await apply({ terraform, changes, place, stack, journal }, options, context);
    }
    return summarize(name, changes, performance.now() - startedAtMs);
  } finally {
    await rm(join(folder, PLAN_FILE), { force: true });
  }
}

async function plan(
  terraform: Terraform,
  stack: SynthesizedStack,
  journal: Journal | undefined,
  screen: Screen,
): Promise<{ changes: readonly PlanChange[]; isEmpty: boolean }> {
  if (journal !== undefined) {
    const made = await planRecovery({
      terraform,
      stack,
      journal,
      planFile: PLAN_FILE,
      say: (line) => {
        screen.say(line);
      },
    });
    const changes = findPlanChanges(made);
    const outputs = Object.values(made.output_changes).some(({ actions }) =>
      actions.some((action) => action !== "no-op"),
    );
    return { changes, isEmpty: changes.length === 0 && !outputs };
  }
  const { exitCode } = await terraform.run(["plan", "-input=false", "-detailed-exitcode", `-out=${PLAN_FILE}`], {
    expected: [0, HAS_CHANGES],
  });
  const { stdout } = await terraform.run(["show", "-json", PLAN_FILE]);
  return { changes: parsePlanChanges(stdout), isEmpty: exitCode !== HAS_CHANGES };
}

async function ask(name: string, { yes }: DeployOptions, context: CliContext): Promise<void> {
  const noTerminal = "nothing was changed: approval requires a terminal; to approve without one, add --yes";
  if (yes === true || (await confirm(`Change ${name}?`, noTerminal, context))) return;
  throw new CliError([`cancelled; ${name} was not changed`]);
}

interface Planned {
  readonly terraform: Terraform;
  readonly changes: readonly PlanChange[];
  readonly place: TerraformPlace;
  readonly stack: SynthesizedStack;
  /** Journal of an interrupted run. */
  readonly journal: Journal | undefined;
}

async function apply(planned: Planned, options: DeployOptions, context: CliContext): Promise<void> {
  const { terraform, changes, place, stack } = planned;
  const screen = createScreen(context, options);
  const created = changes.filter((change) => stepsOf(change).includes("create")).map(({ address }) => address);
  const journaled = { terraform, planFile: PLAN_FILE, place, state: stack.state, created, left: planned.journal };
  const { problem, isOrderly, log } = await showApply(place.stackName, changes, context, screen, (onMessage) =>
    applyWithJournal(journaled, onMessage),
  );
  if (problem === undefined) return;
  // A killed Terraform does not release its lock.
  const lock = isOrderly ? undefined : await findRemoteLock(stack.state);
  throw new CliError([
    ...describeRest(place.stackName, changes, log, problem),
    ...(lock === undefined ? [] : [explainLock(lock, place)]),
  ]);
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
