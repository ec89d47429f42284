import { checkDeployedCode, type PlannedFunction } from "../../../delivery/zip-integrity";
import { renderPlanSummary } from "../../../delivery/render-plan-summary";
import { SUMMARY_LIMIT_BYTES } from "../../../delivery/render-comment";
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

/** Fails when a plan still has changes: what was applied is then not what the stack asks for. @returns exit code */
export async function converge(stackName: string, options: OutDirOptions, context: CliContext): Promise<number> {
  return checkConverged(await readStackFolder(stackName, options, context), options, context);
}

/**
 * The same, for a stack that has been read.
 * @param applied - what was applied just now: AWS is asked whether it runs that code
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
    screen.say(`${name}: a second plan is empty`);
    return CI_EXIT_CODE.succeeded;
  }
  const summary = renderPlanSummary(report, SUMMARY_LIMIT_BYTES);
  await appendSummary(context, `## ❌ ${name} did not converge: a second plan has changes\n\n${summary}`);
  context.stderr.write(
    `${name} did not converge: a second plan has changes, which mostly means that two resources undo each other\n${summary}`,
  );
  return CI_EXIT_CODE.endedOtherwise;
}
