import { checkDeployedCode, type PlannedFunction, renderPlanSummary, SUMMARY_LIMIT_BYTES } from "reviewed-terraform";
import { isEmpty } from "./judge-plan";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { withPlan, type PreparedStack } from "./make-plan";
import { refuse } from "./refuse";
import { readStackFolder, type StackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface AppliedStack {
  readonly prepared: PreparedStack;
  readonly functions: readonly PlannedFunction[];
}

/** Checks that a second plan has no changes. @returns exit code; 2 when the plan has changes */
export async function converge(stackName: string, options: OutDirOptions, context: CliContext): Promise<number> {
  return checkConverged(await readStackFolder(stackName, options, context), options, context);
}

/**
 * Checks convergence of a loaded stack.
 * @param applied - stack applied just now; also checks that AWS runs its code
 */
export async function checkConverged(
  folder: StackFolder,
  options: OutDirOptions,
  context: CliContext,
  applied?: AppliedStack,
): Promise<number> {
  const { name } = folder.stack;
  const { plan, report } = await withPlan(folder, { lock: false, prepared: applied?.prepared }, context, (made) =>
    Promise.resolve(made),
  );
  refuse(checkDeployedCode(applied?.functions ?? [], plan));
  const screen = createScreen(context, options);
  if (isEmpty(report)) {
    screen.say(`${name}: a second plan has no changes`);
    return CI_EXIT_CODE.succeeded;
  }
  const summary = renderPlanSummary(report, SUMMARY_LIMIT_BYTES);
  await appendSummary(context, `## ❌ ${name} did not converge: a second plan has changes\n\n${summary}`);
  context.stderr.write(
    `${name} did not converge: a second plan has changes, usually because two resources overwrite each other\n${summary}`,
  );
  return CI_EXIT_CODE.endedOtherwise;
}
