import { describeJob } from "../../workflow/result/describe-job";
import { isRetryable, type FailureCategory } from "../../workflow/result/failure";
import type { Job } from "../../workflow/result/job";
import { EMPTY_RESULT, formatCause, type JobResult } from "../../workflow/result/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import { findTerminationCategory } from "./termination-category";

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
