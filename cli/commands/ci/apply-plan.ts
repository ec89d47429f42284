import type { PlanReport, ResourceChange } from "../../../delivery/plan-report";
import { renderApply, type AppliedChange, type ApplyState } from "../../../delivery/render-apply";
import { isSecretText } from "../../../delivery/secrets";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { errorMessage } from "../../error-properties";
import { ApplyLog, type ApplyDiagnostic, type ApplyMessage } from "../../terraform/apply-log";
import { explainTerraformError } from "../../terraform/explain-terraform-error";
import type { Terraform } from "../../terraform/terraform";
import type { TerraformPlace } from "../../terraform/terraform-place";
import { PLAN_FILE } from "./make-plan";
import { appendSummary } from "./step-output";

const FAILED = 1;

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
  const problem = await run(terraform, log, place);
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

/** @returns why it ended before its end; undefined when all was applied */
async function run(terraform: Terraform, log: ApplyLog, place: TerraformPlace): Promise<string | undefined> {
  const output: string[] = [];
  try {
    const { exitCode } = await terraform.run(["apply", "-input=false", "-json", PLAN_FILE], {
      expected: [0, FAILED],
      onOutput: (text) => {
        output.push(text);
        log.push(text);
      },
    });
    return exitCode === 0 ? undefined : explain(log.errors, output.join(""), place);
  } catch (error) {
    return errorMessage(error);
  }
}

function explain(errors: readonly ApplyDiagnostic[], output: string, place: TerraformPlace): string {
  const texts = errors.map(({ summary, detail, address }) =>
    [`Error: ${summary}`, ...(address === undefined ? [] : [`  with ${address},`]), detail].join("\n"),
  );
  const text = texts.length === 0 ? output : texts.join("\n\n");
  return hideSecrets(explainTerraformError(text, place) ?? text.trim());
}

const hideSecrets = (text: string): string =>
  text
    .split("\n")
    .map((line) => (isSecretText(line) ? "(hidden: this line looks like a secret)" : line))
    .join("\n");

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
  return { address, actions, state: isWhole ? "done" : findState(address, actions, log) };
}

function findState(address: string, actions: ResourceChange["actions"], log: ApplyLog): ApplyState {
  const needed = actions.filter((action) => ["create", "update", "delete"].includes(action));
  const progress = log.find(address);
  // Nor does Terraform tell of what is imported, moved or forgotten, which is done to the state alone.
  if (progress === undefined) return "not begun";
  if (progress.failed) return "failed";
  return needed.every((action) => progress.completed.has(action)) ? "done" : "interrupted";
}
