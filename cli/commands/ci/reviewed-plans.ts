import {
  findMergedPullRequest,
  findStart,
  firstOf,
  type Github,
  judgePlan,
  type PlanDifference,
  type PlanIdentity,
  type PlanReport,
  shorten,
} from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { readConfig } from "../../state/read-config";
import type { DeployedCommit } from "./head";
import { findReceipts } from "./receipts";
import { readReports } from "./reports";

/** Source of the reviewed plans. */
export interface ReviewSource {
  readonly environment: string;
  /** Folder of reports to compare with, for a rehearsal. @default the receipts of the merged pull request */
  readonly reports?: string | undefined;
}

/** Plans that were reviewed. */
export interface Reviewed {
  readonly reports: readonly PlanReport[];
  /** Reason why there is no report. */
  readonly why: string;
  /** Name of the pull request in messages. */
  readonly name: string;
  /** Description of the pull request. */
  readonly body: string;
}

/** Maximum number of differences in the log; the job summary has more. */
const MAX_DIFFERENCES = 40;
/** Maximum length of a value in the log, in characters. */
const MAX_VALUE_LENGTH = 240;

/**
 * Finds the plans that the pull request of a commit showed.
 * @param github - undefined for a rehearsal with the reports in a folder
 */
export async function findReviewed(
  github: Github | undefined,
  { sha, branch }: DeployedCommit,
  { reports, environment }: ReviewSource,
  context: CliContext,
): Promise<Reviewed> {
  if (github === undefined)
    return {
      reports: await readReports(resolveGivenPath(reports ?? "", context.environment)),
      why: "there is no report",
      name: "the reports",
      body: "",
    };
  const { GITHUB_REPOSITORY: repository = "" } = context.environment;
  const pullRequest = await findMergedPullRequest(github, sha, branch, repository);
  if (pullRequest === undefined)
    return {
      reports: [],
      why: `${sha.slice(0, 7)} was pushed directly, without a pull request`,
      name: "the pull request",
      body: "",
    };
  const { number, headSha, body, withoutPlan } = pullRequest;
  const name = `pull request ${number}`;
  const why =
    withoutPlan === undefined
      ? `plan.yml on ${branch} has stored no plan for ${name} and its commit ${headSha.slice(0, 7)}`
      : `${name} is from ${withoutPlan}, so it was not planned`;
  return { reports: await findReceipts(readConfig(environment, context), pullRequest), why, name, body };
}

/** Result of comparing a plan with the reviewed one. */
export interface Compared {
  readonly isReviewed: boolean;
  readonly said: readonly string[];
  readonly differences: readonly PlanDifference[];
}

/**
 * Compares the plan of a stack with the reviewed one.
 * @param begun - record of an incomplete apply
 * @param continued - the plan, in which objects of failed creates of that apply count as absent
 */
export function compare(
  fresh: PlanReport,
  { reports, why, name }: Reviewed,
  begun: PlanIdentity | undefined,
  continued: PlanReport,
): Compared {
  const { stack, digest } = fresh;
  const report = reports.find((one) => one.stack === stack);
  if (report === undefined)
    return { isReviewed: false, said: [`${stack}: this plan was not reviewed: ${why}`], differences: [] };
  const judgement = judgePlan(report, fresh, begun, continued);
  if (judgement.kind === "same")
    return { isReviewed: true, said: [`${stack}: the plan matches ${name}, ${digest}`], differences: [] };
  if (judgement.kind === "rest")
    return {
      isReviewed: true,
      said: [`${stack}: the plan is the rest of the plan of ${name}, which an earlier apply began`],
      differences: [],
    };
  const differences = withoutUnchanged(judgement.differences);
  const lines = firstOf(differences.map(describeDifference), MAX_DIFFERENCES);
  return { isReviewed: false, said: [`${stack}: the plan differs from ${name}`, ...lines], differences };
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
