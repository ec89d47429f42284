import { join } from "node:path";
import { findTerraform } from "reviewed-terraform";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { PROJECT_ROOT } from "../local/project-root";
import { saySynthesizing } from "../say-busy";
import { createScreen, type CommonOptions } from "../screen";
import { findLockAdvice } from "../state/remote-state";
import { synthesizeDeployed } from "../state/synthesized-stack";
import { HAS_CHANGES } from "./apply-stack";
import { warnOfBoundary } from "./check-boundary";
import { withRunLock } from "./run-lock";
import { renderPlans, withPlans, type StacksToPlan } from "./plan-stacks";

export interface PlanOptions extends CommonOptions {
  readonly environment: string;
}

/**
 * Shows what `deploy` would change. Changes nothing and takes no lock.
 * @returns exit code; 2 when there are changes
 * @throws CliError when a stack cannot be planned
 */
export async function plan(options: PlanOptions, context: CliContext): Promise<number> {
  const command = await findTerraform(context);
  // Not cdktf.out, where a deploy may wait for approval of its plan.
  const outDir = join(PROJECT_ROOT, "build", "plan");
  return withRunLock(join(PROJECT_ROOT, "build", "plan.lock"), "plan", async () => {
    saySynthesizing(options.environment, context, createScreen(context, options));
    const { stacks, stateBackend } = await synthesizeDeployed(outDir, options.environment, context);
    await warnOfBoundary(stateBackend, context);
    return planSynthesized({ stacks, outDir, command }, options, context);
  });
}

/** Plans synthesized stacks. */
export async function planSynthesized(
  stacks: Omit<StacksToPlan, "lock">,
  options: PlanOptions,
  context: CliContext,
): Promise<number> {
  const screen = createScreen(context, options);
  for (const stack of stacks.stacks) {
    const lock = await findLockAdvice(stack);
    if (lock !== undefined) screen.say(`planned without a lock: ${lock}`);
  }
  return withPlans({ ...stacks, lock: false }, context, screen, (plans) => {
    if (screen.json)
      screen.result(
        plans.map(({ name, planned: { hasChanges, isRecovery }, changes }) => ({
          stack: name,
          hasChanges,
          isRecovery,
          changes,
        })),
      );
    else context.stdout.write(`${renderPlans(plans, options.environment)}\n`);
    const hasChanges = plans.some(({ planned }) => planned.hasChanges);
    return Promise.resolve(hasChanges ? HAS_CHANGES : EXIT_CODE.succeeded);
  });
}
