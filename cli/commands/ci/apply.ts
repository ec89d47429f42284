import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  type ApplyMessage,
  checkZips,
  findPlannedFunctions,
  isEmpty,
  type PlannedFunction,
  type PlanReport,
  renderApply,
  type TerraformPlan,
} from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { applyStack, describeFailure, type Approval, type StackPlan } from "../../deploy/apply-stack";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { EXIT_CODE } from "../../exit-code";
import { createScreen } from "../../screen";
import { checkStates } from "../../state/remote-state";
import type { OutDirOptions } from "./ci-options";
import { checkConverged } from "./converge";
import { prepareStack, reportPlan } from "./make-plan";
import { passReview } from "./review-gate";
import { readStackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface ApplyOptions extends OutDirOptions {
  /** Folder written by `ci reviewed`. */
  readonly reviewed: string;
  readonly acceptNewPlan?: boolean | undefined;
  readonly allowDestroy: readonly string[];
}

/**
 * Applies a stack if its current plan matches the reviewed plan, with exactly the Lambda code named in the plan.
 * Then checks that AWS runs that code and that a second plan has no changes. Can be rerun at any time.
 * @returns exit code; 2 when the second plan has changes
 * @throws CliError when nothing or only a part was applied; with exit code 3 when the plan was not reviewed
 */
export async function applyReviewed(stackName: string, options: ApplyOptions, context: CliContext): Promise<number> {
  const folder = await readStackFolder(stackName, options, context);
  await checkStates([folder.stack]);
  const prepared = await prepareStack(folder, context);
  let functions: readonly PlannedFunction[] = [];
  const applied = await applyStack(prepared, async (planned) => {
    const report = reportPlan(prepared, planned.plan);
    if (isEmpty(report)) {
      createScreen(context, options).say(`${stackName}: nothing to change`);
      await appendSummary(context, `## ✅ ${stackName}: nothing to change`);
      return undefined;
    }
    await checkReview(report, planned, options, context);
    functions = checkCode(planned.plan, folder.path);
    return approve(report, context);
  });
  if (applied === undefined) return EXIT_CODE.succeeded;
  await appendSummary(context, renderApply(stackName, applied.changes, applied.problem));
  if (applied.problem !== undefined)
    throw new CliError(describeFailure(stackName, applied, "run the failed job again"));
  return checkConverged(prepared, options, context, functions);
}

/** @throws CliError when the plan was not reviewed, has changed, or deletes a guarded resource */
async function checkReview(
  report: PlanReport,
  { isRecovery }: StackPlan,
  options: ApplyOptions,
  context: CliContext,
): Promise<void> {
  const review = {
    folder: resolveGivenPath(options.reviewed, context.environment),
    acceptNewPlan: options.acceptNewPlan === true,
    allowDestroy: options.allowDestroy,
    isRecovery,
  };
  createScreen(context, options).say(await passReview(report, review, context));
}

/** @throws CliError when a zip is not the planned one */
function checkCode(plan: TerraformPlan, folder: string): PlannedFunction[] {
  const functions = findPlannedFunctions(plan);
  const problems = checkZips(functions, (filename) => {
    try {
      return readFileSync(resolve(folder, filename));
    } catch {
      return undefined;
    }
  });
  if (problems.length > 0) throw new CliError(problems);
  return functions;
}

function approve({ changes }: PlanReport, context: CliContext): Approval {
  return {
    changes: changes.map(({ address, actions, importId }) => ({
      address,
      actions: importId === undefined ? actions : ["import", ...actions.filter((action) => action !== "no-op")],
    })),
    onMessage: (message) => {
      say(message, context);
    },
  };
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
