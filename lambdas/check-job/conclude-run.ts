import { findMaxPolls } from "../../workflow/pacing";
import { describeJob } from "../../workflow/result/describe-job";
import { isRetryable, TERMINATION_CATEGORIES, type FailureCategory } from "../../workflow/result/failure";
import type { Job } from "../../workflow/result/job";
import { EMPTY_RESULT, formatCause, type JobResult } from "../../workflow/result/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import type { BatchApi } from "../shared/batch-api";
import type { Log } from "../shared/services";
import { terminationPrefix } from "../shared/submitted-jobs";

/** One poll: its dependencies, the watch and the time. */
export interface Poll {
  readonly batch: BatchApi;
  readonly log: Log;
  readonly watch: JobWatch;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Whether the execution's history has no room for polls after this one. */
  readonly isBudgetSpent: boolean;
}

/** Returns the failure of a run: Error is the category, Cause the result. */
function fail(result: JobResult, category: FailureCategory): CheckJobResult {
  // The job's own texts may say more about a retry than its category does.
  const retryable = category === result.category ? result.retryable : isRetryable(category);
  const explained = { ...result, category, retryable };
  return { outcome: "FAILED", failure: { errorType: `BatchJob.${category}`, errorMessage: formatCause(explained) } };
}

/** Returns the outcome of an ended job. Its status in Batch takes precedence over a requested termination. */
export function concludeEndedJob(watch: JobWatch, job: Job): CheckJobResult {
  const result = describeJob(job, watch);
  if (result.category === null) return { outcome: "SUCCEEDED", result };
  return fail(result, findCategory(watch, job, result.category));
}

function findCategory(watch: JobWatch, job: Job, category: FailureCategory): FailureCategory {
  const requested = job.isTerminated === true ? watch.termination?.category : undefined;
  const terminated = findTerminationCategory(watch, job.statusReason) ?? requested;
  if (terminated !== undefined) return terminated;
  return category === "Timeout" && watch.runTimeoutSeconds !== null ? "RunTimeout" : category;
}

/** Returns the failure of a run whose job has not ended as far as Batch says. */
export function giveUp(
  watch: JobWatch,
  job: Job | undefined,
  category: FailureCategory,
  reason: string,
): CheckJobResult {
  const { jobId, jobName, status, polls, reused, duplicates } = watch;
  const known =
    job === undefined
      ? { ...EMPTY_RESULT, jobId, jobName, status, polls, reused, duplicates }
      : describeJob(job, watch);
  return fail({ ...known, statusReason: reason }, category);
}

/**
 * Why this execution had the job terminated, from the job's statusReason: an attempt may have called TerminateJob and
 * died before it could say so in the watch.
 */
const findTerminationCategory = (
  { executionArn }: JobWatch,
  statusReason: string | undefined,
): FailureCategory | undefined =>
  [...TERMINATION_CATEGORIES, "PollBudget" as const].find((category) =>
    statusReason?.startsWith(terminationPrefix(category, executionArn)),
  );

/** Returns why a run ends when the execution's history has no room for more polls. */
export const pollBudgetReason = (watch: JobWatch): string =>
  `not ended after ${watch.polls} polls and ${watch.retries} retries; an execution's history has room for ${findMaxPolls(watch.integration)} polls`;
