import { type PlanReport, type ResourceChange, renderApply, type AppliedChange } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import type { Journal } from "../../deploy/journal";
import { applyWithJournal } from "../../deploy/journaled-apply";
import type { SynthesizedStack } from "../../state/synthesized-stack";
import type { ApplyLog, ApplyMessage } from "../../terraform/apply-log";
import { findApplyState } from "../../terraform/run-apply";
import type { Terraform } from "../../terraform/terraform";
import { PLAN_FILE } from "./make-plan";
import { appendSummary } from "./step-output";

export interface PlanToApply {
  readonly terraform: Terraform;
  readonly report: PlanReport;
  readonly stack: SynthesizedStack;
  /** Journal of an interrupted apply. */
  readonly journal: Journal | undefined;
}

/**
 * Applies the plan in the stack's folder and writes the applied and remaining changes to the job summary.
 * @throws CliError when only a part or nothing was applied
 */
export async function applyPlan(
  { terraform, report, stack, journal }: PlanToApply,
  context: CliContext,
): Promise<void> {
  const { name: stackName, environment, part, state } = stack;
  const created = report.changes.filter(({ actions }) => actions.includes("create")).map(({ address }) => address);
  const { problem, log } = await applyWithJournal(
    { terraform, planFile: PLAN_FILE, place: { stackName, environment, part }, state, created, left: journal },
    (message) => {
      say(message, context);
    },
  );
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
  apply_start: "started",
  apply_complete: "done",
  apply_errored: "failed",
};

function say(message: ApplyMessage, { stderr }: CliContext): void {
  if (message.type === "diagnostic" || message.type === "apply_progress") return;
  stderr.write(`${message.hook.resource.addr}: ${message.hook.action} ${VERBS[message.type] ?? ""}\n`);
}

function describeEnd(change: ResourceChange, log: ApplyLog, isWhole: boolean): AppliedChange {
  const { address, actions, importId } = change;
  const steps = importId === undefined ? actions : ["import", ...actions.filter((action) => action !== "no-op")];
  return { address, actions: steps, state: isWhole ? "done" : findApplyState(address, actions, log) };
}
