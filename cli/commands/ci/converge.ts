import {
  checkDeployedCode,
  isEmpty,
  type PlannedFunction,
  renderPlanSummary,
  SUMMARY_LIMIT_BYTES,
} from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { createScreen } from "../../screen";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { planReadOnly, type PreparedStack } from "./make-plan";
import { appendSummary } from "./step-output";

/**
 * Checks that a second plan of a stack has no changes.
 * @param functions - functions applied just now; AWS must run their code
 * @returns exit code; 2 when the plan has changes
 */
export async function checkConverged(
  prepared: PreparedStack,
  options: OutDirOptions,
  context: CliContext,
  functions: readonly PlannedFunction[],
): Promise<number> {
  const { name } = prepared.stack;
  const { plan, report } = await planReadOnly(prepared, functions.length > 0);
  const problems = checkDeployedCode(functions, plan);
  if (problems.length > 0) throw new CliError(problems);
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
