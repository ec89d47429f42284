import type { PlanDifference } from "../../../delivery/compare-plans";
import { checkDestroyGuard } from "../../../delivery/destroy-guard";
import { codeBlock, firstOf } from "../../../delivery/markdown";
import type { PlanReport } from "../../../delivery/plan-report";
import { renderDifferences } from "../../../delivery/render-apply";
import { SUMMARY_LIMIT_BYTES } from "../../../delivery/render-comment";
import { renderPlanSummary } from "../../../delivery/render-plan-summary";
import { findStart, shorten } from "../../../delivery/shorten";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { CI_EXIT_CODE } from "./ci-exit-code";
import { judgePlan } from "./judge-plan";
import { findReviewedPullRequest, readReports } from "./reports";
import { appendSummary, warn } from "./step-output";

export interface Review {
  /** Folder that `ci reviewed` wrote; may be missing. */
  readonly folder: string;
  /** Whether a plan is applied that nobody has reviewed in a pull request. */
  readonly acceptNewPlan: boolean;
  /** Addresses that may be lost, besides those in the pull request. */
  readonly allowDestroy: readonly string[];
  /** Whether an apply was killed before, and the plan takes over what that one had made. */
  readonly isRecovery: boolean;
}

/** Differences in the log; the summary of the job has more of them. */
const MOST_DIFFERENCES = 40;
/** Of a value in the log, in characters: a whole script would hide where it differs. */
const LONGEST_VALUE = 240;

const HOW_TO_ACCEPT = "run the workflow Deploy by hand with accept-new-plan, or: npm run ci -- apply";

/**
 * Lets a plan pass that may be applied.
 * @returns what to tell about it
 * @throws CliError with an exit code of its own when the plan is not the one that was reviewed, or none was; when it
 *   would lose something guarded without a line that allows it
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
  if (judgement?.kind === "same") return `${stack}: the plan is the one that was reviewed, ${fresh.digest}`;
  if (judgement?.kind === "rest") return describeRest(stack, judgement.takenOver);
  const plan = renderPlanSummary(fresh, SUMMARY_LIMIT_BYTES / 2);
  if (acceptNewPlan) {
    await appendSummary(context, plan);
    return `${stack}: a new plan is accepted, ${fresh.digest}`;
  }
  const exitCode = CI_EXIT_CODE.notReviewed;
  if (judgement === undefined) {
    await appendSummary(context, `## ❌ ${stack}: this plan was not reviewed; nothing was applied\n\n${plan}`);
    throw new CliError(
      [
        `no plan of ${stack} was reviewed, so nothing was applied; to apply the plan of now: ${HOW_TO_ACCEPT} ${stack} --accept-new-plan`,
      ],
      { exitCode },
    );
  }
  const differences = withoutEchoes(judgement.differences);
  await appendSummary(context, renderDifferences(stack, differences));
  throw new CliError(
    [
      `the plan of ${stack} is not the one that was reviewed, so nothing was applied; make a new pull request, or to apply the plan of now: ${HOW_TO_ACCEPT} ${stack} --accept-new-plan`,
      ...firstOf(differences.map(describeDifference), MOST_DIFFERENCES),
    ],
    { exitCode },
  );
}

function describeRest(stack: string, takenOver: readonly string[]): string {
  const rest = `${stack}: the plan is what an earlier attempt left of the reviewed one`;
  if (takenOver.length === 0) return rest;
  return [`${rest}, and takes over what that one made and could not write down:`, ...takenOver].join("\n  ");
}

/** Of a resource to which something else is done now, only that and what changes: not all that it was to be made with. */
function withoutEchoes(differences: readonly PlanDifference[]): PlanDifference[] {
  const others = new Set(differences.filter(({ attribute }) => attribute === "action").map(({ address }) => address));
  return differences.filter(
    ({ address, attribute, now }) => attribute === "action" || now !== "no change" || !others.has(address),
  );
}

function describeDifference({ address, attribute, reviewed, now }: PlanDifference): string {
  const from = findStart(reviewed, now);
  const [was, is] = [reviewed, now].map((value) => shorten(value, LONGEST_VALUE, from));
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
  for (const address of all.unknown) warn(context, `allow-destroy: ${address} allows nothing: no plan deletes that`);
  for (const line of all.malformed)
    warn(context, `${JSON.stringify(line)} allows nothing: it must be exactly allow-destroy: ADDRESS`);
  if (missing.length === 0) return;
  const needed = missing.map((address) => `allow-destroy: ${address}`);
  const where = pullRequest === undefined ? "the pull request" : `pull request ${pullRequest.number}`;
  await appendSummary(
    context,
    `## ❌ ${stack}: this would delete what keeps data or work; nothing was applied\n\nIf that is meant, add to the description of ${where}, and run all jobs again (the first one reads it):\n\n${codeBlock("", needed.join("\n"))}`,
  );
  throw new CliError([
    `${stack}: nothing was applied, because this would be deleted or replaced: ${missing.join(", ")}; if that is meant, add to the description of ${where}, each on a line of its own, and run all jobs again, as the first one reads it:`,
    ...needed.map((line) => `  ${line}`),
  ]);
}
