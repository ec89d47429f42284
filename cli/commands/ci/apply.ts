import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type ApplyMessage,
  checkZips,
  DeliveryError,
  findFailedCreates,
  findPlannedFunctions,
  isEmpty,
  isSamePlan,
  type PlanIdentity,
  type PlannedFunction,
  type PlanReport,
  renderApply,
  renderPlanSummary,
  type RetryClock,
  SUMMARY_LIMIT_BYTES,
  type TerraformPlan,
} from "reviewed-terraform";
import { createScaledClock } from "local-aws";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { applyStack, describeFailure, type Approval } from "../../deploy/apply-stack";
import { clearBegun, findBegun, recordBegun, type Begun } from "../../deploy/begun";
import { findLeftCreates, type AppliedCreates } from "../../deploy/failed-creates";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import { checkStates } from "../../state/remote-state";
import { readPlans } from "./approved-plans";
import { CI_EXIT_CODE } from "./ci-exit-code";
import type { OutDirOptions } from "./ci-options";
import { checkConverged } from "./converge";
import { describeOld, findDeployedCommit, isNewest, type DeployedCommit } from "./head";
import { prepareStack, reportPlan, type PreparedStack } from "./make-plan";
import { readStackFolders, type StackFolder } from "./stack-folder";
import { appendSummary } from "./step-output";

export interface ApplyOptions extends OutDirOptions {
  /** File with the approved plans, written by `ci review`. */
  readonly plans: string;
}

/**
 * Applies the approved plans, in the order of the stacks' dependencies. Plans each stack again and applies it only
 * if the plan is the approved one, with exactly the Lambda code named in the plan. Then checks that AWS runs that
 * code and that a second plan has no changes.
 * @returns exit code; 2 when a second plan has changes
 * @throws CliError when nothing or only a part was applied; with exit code 3 when a plan is not the approved one
 */
export async function applyApproved(
  options: ApplyOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const plans = await readPlans(resolveGivenPath(options.plans, context.environment));
  const folders = await readStackFolders(options, context);
  const absent = Object.keys(plans).filter((name) => !folders.some(({ stack }) => stack.name === name));
  if (absent.length > 0) throw new CliError([`there is no stack ${absent.join(", ")} in ${options.outDir}`]);
  const approved = folders.flatMap((folder) => {
    const plan = plans[folder.stack.name];
    return plan === undefined ? [] : [{ folder, plan }];
  });
  await checkStates(approved.map(({ folder }) => folder.stack));
  const commit = await findDeployedCommit(context, clock);
  for (const [index, { folder, plan }] of approved.entries()) {
    const rest = approved.slice(index + 1).map((one) => one.folder.stack.name);
    const exitCode = await applyOne(folder, plan, commit, options, context).catch(sayRest(rest));
    if (exitCode !== CI_EXIT_CODE.succeeded) return exitCode;
  }
  return CI_EXIT_CODE.succeeded;
}

/** Adds the stacks that were not applied to an error. */
const sayRest =
  (rest: readonly string[]) =>
  (error: unknown): never => {
    if (!(error instanceof CliError || error instanceof DeliveryError) || rest.length === 0) throw error;
    throw new CliError([...error.lines, `not applied because of this error: ${rest.join(", ")}`], {
      cause: error,
      ...(error instanceof CliError ? { exitCode: error.exitCode } : {}),
    });
  };

async function applyOne(
  folder: StackFolder,
  approved: PlanIdentity,
  commit: DeployedCommit,
  options: ApplyOptions,
  context: CliContext,
): Promise<number> {
  const { name, state } = folder.stack;
  const prepared = await prepareStack(folder, context);
  let functions: readonly PlannedFunction[] = [];
  let creates: AppliedCreates = { created: [], repeated: [] };
  const applied = await applyStack(prepared, async ({ plan }) => {
    const report = reportPlan(prepared, plan);
    if (isEmpty(report)) {
      createScreen(context, options).say(`${name}: nothing to change`);
      return undefined;
    }
    await checkApproved(report, approved, context);
    functions = checkCode(plan, folder.path);
    const begun = await begin(prepared, approved, commit);
    creates = findCreates(report, findFailedCreates(plan, begun.failed));
    createScreen(context, options).say(`${name}: the plan is the approved one, ${report.digest}`);
    return approve(report, context);
  });
  if (applied?.problem !== undefined) {
    await appendSummary(context, renderApply(name, applied.changes, applied.problem));
    const unrecorded = await recordFailed(prepared, creates);
    throw new CliError([...describeFailure(name, applied, "run all jobs again"), ...unrecorded]);
  }
  await clearBegun(state);
  if (applied === undefined) return CI_EXIT_CODE.succeeded;
  await appendSummary(context, renderApply(name, applied.changes, undefined));
  return checkConverged(prepared, options, context, functions);
}

/** @throws CliError when the plan is not the approved one */
async function checkApproved(report: PlanReport, approved: PlanIdentity, context: CliContext): Promise<void> {
  if (isSamePlan(report, approved)) return;
  const { stack, digest, configHash } = report;
  const reason = `${stack}: the plan has changed since it was approved, so nothing was applied`;
  await appendSummary(context, `## ❌ ${reason}\n\n${renderPlanSummary(report, SUMMARY_LIMIT_BYTES / 2)}`);
  throw new CliError(
    [
      `${reason}; run all jobs again, which shows the current plan`,
      `  approved: plan ${approved.digest}, cdk.tf.json sha256:${approved.configHash}`,
      `  now:      plan ${digest}, cdk.tf.json sha256:${configHash}`,
    ],
    { exitCode: CI_EXIT_CODE.notReviewed },
  );
}

/**
 * Records that the apply of a plan begins. Keeps the record of an earlier attempt for this commit, which names the
 * whole plan. A new record keeps the failed creates, whose objects are still in the state.
 * @returns the record
 * @throws CliError when the commit is not the newest and the apply was not begun
 */
async function begin(
  { stack: { state } }: PreparedStack,
  { digest, configHash }: PlanIdentity,
  commit: DeployedCommit,
): Promise<Pick<Begun, "failed">> {
  const begun = await findBegun(state);
  const isSame = begun?.commit === commit.sha && begun.configHash === configHash;
  const failed = begun?.failed ?? {};
  if (!isNewest(commit) && !isSame) throw new CliError([describeOld(commit)], { exitCode: CI_EXIT_CODE.notReviewed });
  if (!isSame) await recordBegun(state, { commit: commit.sha, digest, configHash, failed });
  return { failed };
}

const findCreates = ({ changes }: PlanReport, failed: ReadonlySet<string>): AppliedCreates => ({
  created: changes
    .filter(({ actions }) => actions.length === 1 && actions[0] === "create")
    .map(({ address }) => address),
  repeated: [...failed],
});

/**
 * Adds the creates that failed to the record of the apply, so that the next attempt may replace their objects.
 * @returns lines for the log when this is not possible
 */
async function recordFailed({ stack: { name, state } }: PreparedStack, creates: AppliedCreates): Promise<string[]> {
  try {
    const begun = await findBegun(state);
    const failed = await findLeftCreates(state, creates);
    if (begun !== undefined && !isDeepStrictEqual(begun.failed, failed)) await recordBegun(state, { ...begun, failed });
    return [];
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [
      ...error.lines,
      `${name}: the failed creates could not be recorded, so the next run does not take their replacement for the rest of this plan`,
    ];
  }
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
