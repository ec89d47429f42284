import type { PlanReport, ResourceChange } from "../../../delivery/plan-report";
import { renderApply, type AppliedChange } from "../../../delivery/render-apply";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { ApplyLog, type ApplyMessage } from "../../terraform/apply-log";
import { findApplyState, runApply } from "../../terraform/run-apply";
import type { Terraform } from "../../terraform/terraform";
import type { TerraformPlace } from "../../terraform/terraform-place";
import { PLAN_FILE } from "./make-plan";
import { appendSummary } from "./step-output";

/**
 * Applies the plan that lies in the stack's folder, and says in the job's summary what was and what was not applied.
 * @throws CliError when not all of it was
 */
export async function applyPlan(
  terraform: Terraform,
  report: PlanReport,
  place: TerraformPlace,
  context: CliContext,
): Promise<void> {
  const log = new ApplyLog((message) => {
    say(message, context);
  });
  const { problem } = await runApply(terraform, PLAN_FILE, log, place);
  const changes = report.changes.map((change) => describeEnd(change, log, problem === undefined));
  await appendSummary(context, renderApply(report.stack, changes, problem));
  if (problem === undefined) return;
  const open = changes.filter(({ state }) => state !== "done").map(({ address, state }) => `  ${address}: ${state}`);
  const how = open.length === changes.length ? "was not applied" : "was applied in part";
  throw new CliError([
    `${report.stack} ${how}: ${problem}`,
    `not applied (${open.length} of ${changes.length}); run the failed job again to apply the rest:`,
    ...open,
  ]);
}

const VERBS: Readonly<Record<string, string>> = {
  apply_start: "begun",
  apply_complete: "done",
  apply_errored: "failed",
};

function say(message: ApplyMessage, { stderr }: CliContext): void {
  if (message.type === "diagnostic") return;
  stderr.write(`${message.hook.resource.addr}: ${message.hook.action} ${VERBS[message.type] ?? ""}\n`);
}

function describeEnd({ address, actions }: ResourceChange, log: ApplyLog, isWhole: boolean): AppliedChange {
  return { address, actions, state: isWhole ? "done" : findApplyState(address, actions, log) };
}
