import {
  checkDestroyGuard,
  codeBlock,
  findStart,
  firstOf,
  judgePlan,
  type PlanDifference,
  type PlanReport,
  renderDifferences,
  renderPlanSummary,
  shorten,
  SUMMARY_LIMIT_BYTES,
} from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { CI_EXIT_CODE } from "./ci-exit-code";
import { findReviewedPullRequest, readReports } from "./reports";
import { appendSummary, warn } from "./step-output";

export interface Review {
  /** Folder written by `ci reviewed`; may be absent. */
  readonly folder: string;
  /** Whether to apply a plan that was not reviewed in a pull request. */
  readonly acceptNewPlan: boolean;
  /** Addresses that may be deleted, in addition to those allowed in the pull request. */
  readonly allowDestroy: readonly string[];
  /** Whether the plan imports resources of an interrupted apply. */
  readonly isRecovery: boolean;
}

/** Maximum number of differences in the log; the job summary has more. */
const MAX_DIFFERENCES = 40;
/** Maximum length of a value in the log, in characters. */
const MAX_VALUE_LENGTH = 240;

const HOW_TO_ACCEPT = "run the workflow Deploy by hand with accept-new-plan, or: npm run ci -- apply";

/**
 * Checks that a plan may be applied.
 * @returns message for the log
 * @throws CliError with exit code 3 when the plan was not reviewed or has changed; with exit code 1 when it would
 *   delete a guarded resource without an allow-destroy line
 */
export async function passReview(fresh: PlanReport, review: Review, context: CliContext): Promise<string> {
  const reports = await readReports(review.folder);
  const said = await judge(fresh, reports, review, context);
  await guard(fresh, reports, review, context);
  return said;
}

async function judge(
  fresh: PlanReport,
  reports: readonly PlanReport[],
  { acceptNewPlan, isRecovery }: Review,
  context: CliContext,
): Promise<string> {
  const { stack } = fresh;
  const reviewed = reports.find((report) => report.stack === stack);
  const judgement = reviewed === undefined ? undefined : judgePlan(reviewed, fresh, isRecovery);
  if (judgement?.kind === "same") return `${stack}: the plan matches the reviewed plan, ${fresh.digest}`;
  if (judgement?.kind === "rest") return describeRest(stack, judgement.takenOver);
  const plan = renderPlanSummary(fresh, SUMMARY_LIMIT_BYTES / 2);
  if (acceptNewPlan) {
    await appendSummary(context, plan);
    return `${stack}: accepted a new plan, ${fresh.digest}`;
  }
  const exitCode = CI_EXIT_CODE.notReviewed;
  if (judgement === undefined) {
    await appendSummary(context, `## ❌ ${stack}: this plan was not reviewed; nothing was applied\n\n${plan}`);
    throw new CliError(
      [
        `no plan of ${stack} was reviewed, so nothing was applied; to apply the current plan: ${HOW_TO_ACCEPT} ${stack} --accept-new-plan`,
      ],
      { exitCode },
    );
  }
  const differences = withoutUnchanged(judgement.differences);
  await appendSummary(context, renderDifferences(stack, differences));
  throw new CliError(
    [
      `the plan of ${stack} differs from the reviewed plan, so nothing was applied; open a new pull request, or to apply the current plan: ${HOW_TO_ACCEPT} ${stack} --accept-new-plan`,
      ...firstOf(differences.map(describeDifference), MAX_DIFFERENCES),
    ],
    { exitCode },
  );
}

function describeRest(stack: string, takenOver: readonly string[]): string {
  const rest = `${stack}: the plan is the rest of the reviewed plan after an earlier attempt`;
  if (takenOver.length === 0) return rest;
  return [
    `${rest}, and imports resources that the attempt created without saving them to the state:`,
    ...takenOver,
  ].join("\n  ");
}

/** Drops attributes that no longer change on a resource with a different action; the action is the difference. */
function withoutUnchanged(differences: readonly PlanDifference[]): PlanDifference[] {
  const others = new Set(differences.filter(({ attribute }) => attribute === "action").map(({ address }) => address));
  return differences.filter(
    ({ address, attribute, now }) => attribute === "action" || now !== "no change" || !others.has(address),
  );
}

function describeDifference({ address, attribute, reviewed, now }: PlanDifference): string {
  const from = findStart(reviewed, now);
  const [was, is] = [reviewed, now].map((value) => shorten(value, MAX_VALUE_LENGTH, from));
  return `  ${address}: ${attribute}: reviewed ${was ?? ""}, now ${is ?? ""}`;
}

async function guard(
  { stack, guarded }: PlanReport,
  reports: readonly PlanReport[],
  { folder, allowDestroy }: Review,
  context: CliContext,
): Promise<void> {
  const pullRequest = await findReviewedPullRequest(folder);
  const lines = allowDestroy.map((address) => `allow-destroy: ${address}`).join("\n");
  const body = `${lines}\n${pullRequest?.body ?? ""}`;
  const { missing } = checkDestroyGuard(guarded, body);
  const all = checkDestroyGuard([...guarded, ...reports.flatMap((report) => report.guarded)], body);
  for (const address of all.unknown)
    warn(context, `allow-destroy: ${address} has no effect: no plan deletes this resource`);
  for (const line of all.malformed)
    warn(context, `${JSON.stringify(line)} has no effect: it must be exactly allow-destroy: ADDRESS`);
  if (missing.length === 0) return;
  const needed = missing.map((address) => `allow-destroy: ${address}`);
  const where = pullRequest === undefined ? "the pull request" : `pull request ${pullRequest.number}`;
  await appendSummary(
    context,
    `## ❌ ${stack}: the plan deletes resources that hold data or work; nothing was applied\n\nIf this is intended, add these lines to the description of ${where} and rerun all jobs (the first job reads the description):\n\n${codeBlock("", needed.join("\n"))}`,
  );
  throw new CliError([
    `${stack}: nothing was applied, because the plan would delete or replace ${missing.join(", ")}; if this is intended, add these lines to the description of ${where} and rerun all jobs (the first job reads the description):`,
    ...needed.map((line) => `  ${line}`),
  ]);
}
