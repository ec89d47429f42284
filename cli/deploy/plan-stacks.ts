import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  findPlanChanges,
  parseManifest,
  planWaves,
  renderPlanChanges,
  type PlanChange,
  Terraform,
} from "reviewed-terraform";
import type { CliContext } from "../cli-context";
import { Failures } from "../failures";
import type { Screen } from "../screen";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import { deletePlan, planToApply, type PlanToApply, type StackToApply } from "./apply-stack";
import { RECOVERY_FILE } from "./recover";

/** Synthesized stacks in their folders. */
export interface StacksToPlan {
  readonly stacks: readonly SynthesizedStack[];
  /** Folder with manifest.json and the stacks' folders. */
  readonly outDir: string;
  /** Path of the terraform command. */
  readonly command: string;
  /** Whether to lock each state while it is planned. */
  readonly lock: boolean;
}

/** A stack, its plan file and the changes to show. */
export interface PlannedStack {
  readonly name: string;
  readonly target: StackToApply;
  readonly planned: PlanToApply;
  readonly changes: readonly PlanChange[];
  /** Duration of the planning. */
  readonly tookMs: number;
}

/**
 * Plans all stacks, in the order of their dependencies, calls `act` with the plans and deletes the plan files. A
 * stack can be planned before the stacks that it depends on exist, because it composes their ARNs.
 * @throws CliError when a stack cannot be planned; nothing was changed
 */
export async function withPlans<T>(
  options: StacksToPlan,
  context: CliContext,
  screen: Screen,
  act: (plans: readonly PlannedStack[]) => Promise<T>,
): Promise<T> {
  const targets = await findTargets(options, context, screen);
  try {
    const plans: PlannedStack[] = [];
    const failures = new Failures();
    for (const target of targets)
      await failures.collect(async () => {
        plans.push(await planTarget(target, options.lock));
      }, context.interrupt);
    failures.throwWith(["nothing was changed, because not every stack could be planned"]);
    return await act(plans);
  } finally {
    await Promise.all(targets.map(deletePlan));
  }
}

/** Finds the stacks in the order of their dependencies. */
async function findTargets(
  { stacks, outDir, command }: StacksToPlan,
  context: CliContext,
  screen: Screen,
): Promise<StackToApply[]> {
  const say = (line: string): void => {
    screen.say(line);
  };
  const manifest = parseManifest(await readFile(join(outDir, "manifest.json"), "utf8"));
  const waves = planWaves(
    manifest,
    stacks.map(({ name }) => name),
  );
  const ordered = waves.flat().flatMap((name) => stacks.filter((stack) => stack.name === name));
  return ordered.map((stack) => {
    const folder = join(outDir, "stacks", stack.name);
    return { terraform: new Terraform({ command, folder, place: placeOf(stack), context }), stack, say };
  });
}

async function planTarget(target: StackToApply, lock: boolean): Promise<PlannedStack> {
  const { terraform, stack, say } = target;
  const startedAtMs = performance.now();
  say(`${stack.name}: planning`);
  // Left behind by an interrupted run.
  await rm(join(terraform.folder, RECOVERY_FILE), { force: true });
  await terraform.init();
  const planned = await planToApply(target, lock);
  const changes = findPlanChanges(planned.plan);
  return { name: stack.name, target, planned, changes, tookMs: performance.now() - startedAtMs };
}

/** Actions of the last line, in its order. */
const ACTIONS = ["create", "update", "replace", "delete", "import"] as const;

/** Renders the plans of all stacks as one plan. */
export function renderPlans(plans: readonly PlannedStack[], environment: string): string {
  const all = plans.flatMap(({ changes }) => changes);
  const counts = ACTIONS.flatMap((action) => {
    const count = all.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} to ${action}`];
  });
  const hasChanges = plans.some(({ planned }) => planned.hasChanges);
  const sum = counts.length > 0 ? counts.join(", ") : hasChanges ? "no resources to change" : "no changes";
  return [...plans.flatMap(renderPlan), `Plan for ${environment}: ${sum}`].join("\n");
}

function renderPlan({ name, planned: { hasChanges, isRecovery }, changes }: PlannedStack): string[] {
  const note = isRecovery ? " after an interrupted apply" : "";
  if (!hasChanges)
    return [
      `${name}: nothing to change`,
      ...(isRecovery ? ["  every resource of an interrupted apply is in the state; deploy deletes its journal"] : []),
    ];
  if (changes.length === 0) return [`${name}: only outputs change${note}`];
  return [`${name} has these planned changes${note}:`, ...renderPlanChanges(changes)];
}
