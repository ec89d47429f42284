import {
  checkDestroyGuard,
  codeBlock,
  findFailedCreates,
  type Github,
  hasReviewers,
  isEmpty,
  openGithub,
  parseGithubPlace,
  type PlanReport,
  renderDifferences,
  renderPlanSummary,
  type RetryClock,
  SUMMARY_LIMIT_BYTES,
  withoutFailedCreates,
} from "reviewed-terraform";
import { createScaledClock } from "local-aws";
import { CliError } from "../../cli-error";
import { Failures } from "../../failures";
import type { CliContext } from "../../cli-context";
import { findBegun, type Begun } from "../../deploy/begun";
import { deletePlan, planToApply } from "../../deploy/apply-stack";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import { writePlans, type ApprovedPlans } from "./approved-plans";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";
import { describeOld, findDeployedCommit, isNewest, type DeployedCommit } from "./head";
import { prepareStack, reportPlan } from "./make-plan";
import { compare, findReviewed, type Reviewed, type ReviewSource } from "./reviewed-plans";
import { readStackFolders, type StackFolder } from "./stack-folder";
import { appendSummary, warn, writeOutputs } from "./step-output";

export interface ReviewOptions extends EnvironmentOptions, OutDirOptions, ReviewSource {
  /** File for the plans that `ci apply` may apply. */
  readonly plans: string;
  /** Addresses that may be deleted, in addition to those allowed in the pull request. */
  readonly allowDestroy: readonly string[];
}

/** Plan of a stack, compared with the reviewed one. */
interface Judged {
  readonly report: PlanReport;
  /** Whether the stack has changes, or an object of an incomplete apply that the next apply deletes. */
  readonly hasWork: boolean;
  /** Whether the plan is the reviewed one, or the rest of it. */
  readonly isReviewed: boolean;
  /** Whether an apply of this commit has begun the stack. */
  readonly isBegun: boolean;
  /** Replaced objects of failed creates. An apply that has not completed created them, so nothing is lost. */
  readonly failed: ReadonlySet<string>;
  /** Lines for the log. */
  readonly said: readonly string[];
}

/**
 * Plans the stacks of an environment on main, compares the plans with those that the merged pull request showed, and
 * outputs which plans may be applied and which GitHub environment must approve them. Changes nothing.
 * @returns exit code
 * @throws CliError with exit code 3 when nothing may be applied
 */
export async function reviewPlans(
  options: ReviewOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const commit = await findDeployedCommit(context, clock);
  const folders = await readStackFolders(options, context);
  const begun = new Map(
    await Promise.all(folders.map(async ({ stack: { name, state } }) => [name, await findBegun(state)] as const)),
  );
  if (!isNewest(commit) && ![...begun.values()].some((one) => one?.commit === commit.sha))
    await refuse([describeOld(commit)], context);
  const github = options.reports === undefined ? await open(context, clock) : undefined;
  const reviewed = await findReviewed(github, commit, options, context);
  const judged: Judged[] = [];
  const failures = new Failures();
  for (const folder of folders)
    await failures.collect(async () => {
      judged.push(await judgeStack(folder, reviewed, begun.get(folder.stack.name), commit, context));
    }, context.interrupt);
  const screen = createScreen(context, options);
  for (const line of judged.flatMap(({ said }) => said)) screen.say(line);
  const changed = judged.filter(({ hasWork }) => hasWork);
  const problems = [
    ...(isNewest(commit) || changed.every(({ isBegun, isReviewed }) => isBegun && isReviewed)
      ? []
      : [describeOld(commit)]),
    ...guard(judged, reviewed, options.allowDestroy, context),
  ];
  const unreviewed = changed.filter(({ isReviewed }) => !isReviewed).map(({ report }) => report.stack);
  const approver = await findApprover(github, options.environment, unreviewed);
  if (approver === undefined) problems.push(describeUnreviewed(unreviewed, options.environment));
  // A stack that cannot be planned has no digest to approve; the other stacks' refusals still hold.
  if (!failures.isEmpty) await appendSummary(context, renderRefusal([...failures.lines, ...problems]));
  failures.throwWith(problems);
  if (problems.length > 0) await refuse(problems, context);
  await handOver(changed, approver ?? "", options, context);
  for (const { report } of changed) screen.say(`to be approved in ${approver ?? ""}: ${report.stack} ${report.digest}`);
  return CI_EXIT_CODE.succeeded;
}

const renderRefusal = (problems: readonly string[]): string =>
  `## ❌ Nothing was applied\n\n${codeBlock("", problems.join("\n"))}`;

async function refuse(problems: readonly string[], context: CliContext): Promise<never> {
  await appendSummary(context, renderRefusal(problems));
  throw new CliError(problems, { exitCode: CI_EXIT_CODE.notReviewed });
}

const open = (context: CliContext, clock: RetryClock): Promise<Github> =>
  openGithub(parseGithubPlace(context.environment), clock, context.interrupt);

async function judgeStack(
  folder: StackFolder,
  reviewed: Reviewed,
  begun: Begun | undefined,
  { sha }: DeployedCommit,
  context: CliContext,
): Promise<Judged> {
  const prepared = await prepareStack(folder, context);
  const { name } = prepared.stack;
  // The role of this job cannot lock the state.
  const { plan, journal } = await planToApply(prepared, false).finally(() => deletePlan(prepared));
  const report = reportPlan(prepared, plan);
  const failed = findFailedCreates(plan, begun?.failed ?? {});
  const hasWork = begun !== undefined || journal !== undefined;
  const left = { report, hasWork, isBegun: begun?.commit === sha, failed };
  if (isEmpty(report)) {
    await appendSummary(context, `## ✅ ${name}: nothing to change`);
    return { ...left, isReviewed: true, said: [`${name}: nothing to change`] };
  }
  const continued = reportPlan(prepared, withoutFailedCreates(plan, failed));
  const { isReviewed, said, differences } = compare(report, reviewed, begun, continued);
  const repeated = [...failed].map((address) => `  ${address} is created again: its create has failed`);
  await appendSummary(context, `## ${isReviewed ? "✅" : "⚠️"} ${said[0] ?? ""}`);
  if (differences.length > 0) await appendSummary(context, renderDifferences(name, differences));
  const shown = { ...report, guarded: report.guarded.filter((address) => !failed.has(address)) };
  await appendSummary(context, renderPlanSummary(shown, SUMMARY_LIMIT_BYTES / 4));
  return { ...left, hasWork: true, isReviewed, said: [...said, ...repeated] };
}

/** Returns the guarded deletions without an allow-destroy line. */
function guard(
  judged: readonly Judged[],
  { name, body }: Reviewed,
  allowDestroy: readonly string[],
  context: CliContext,
): string[] {
  const lines = allowDestroy.map((address) => `allow-destroy: ${address}`).join("\n");
  const guarded = judged.flatMap(({ report }) => report.guarded);
  const { missing, unknown, malformed } = checkDestroyGuard(guarded, `${lines}\n${body}`);
  const lost = judged.flatMap(({ report, failed }) => report.guarded.filter((address) => !failed.has(address)));
  const refused = missing.filter((address) => lost.includes(address));
  for (const address of unknown)
    warn(context, `allow-destroy: ${address} has no effect: no plan deletes this resource`);
  for (const line of malformed)
    warn(context, `${JSON.stringify(line)} has no effect: it must be exactly allow-destroy: ADDRESS`);
  if (refused.length === 0) return [];
  return [
    `the plan would delete or replace ${refused.join(", ")}; if this is intended, add these lines to the description of ${name} and run all jobs again:`,
    ...refused.map((address) => `  allow-destroy: ${address}`),
  ];
}

/**
 * Finds the GitHub environment whose reviewers approve the apply.
 * @returns undefined when a plan was not reviewed and no environment has reviewers
 */
async function findApprover(
  github: Github | undefined,
  environment: string,
  unreviewed: readonly string[],
): Promise<string | undefined> {
  if (unreviewed.length === 0) return environment;
  for (const name of [environment, `${environment}-unreviewed`])
    if (github !== undefined && (await hasReviewers(github, name))) return name;
  return undefined;
}

const describeUnreviewed = (stacks: readonly string[], environment: string): string =>
  `the plan of ${stacks.join(", ")} is not the one that a pull request showed, so nothing was applied; open a new pull request, or create the GitHub environment ${environment}-unreviewed with required reviewers, who can then approve this plan (docs/delivery.md#a-plan-that-was-not-reviewed)`;

async function handOver(
  changed: readonly Judged[],
  approver: string,
  { plans: file }: ReviewOptions,
  context: CliContext,
): Promise<void> {
  const plans: ApprovedPlans = Object.fromEntries(
    changed.map(({ report: { stack, digest, configHash } }) => [stack, { digest, configHash }]),
  );
  await writePlans(resolveGivenPath(file, context.environment), plans);
  await writeOutputs(context, {
    environment: approver,
    plans: JSON.stringify(plans),
    changes: String(changed.length > 0),
  });
}
