import { describeJob } from "../../workflow/describe-job";
import { isRetryable, type FailureCategory } from "../../workflow/failure-category";
import type { Job } from "../../workflow/job";
import { EMPTY_RESULT, formatCause, type JobResult } from "../../workflow/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/job-watch";
import type { KnownJob } from "../shared/workflow-error";
import { findTerminationCategory } from "./termination-category";

/** The run has failed: Error is the category, Cause the result. */
function fail(result: JobResult, category: FailureCategory): CheckJobResult {
  // The job's own texts may say more about a retry than its category does.
  const retryable = category === result.category ? result.retryable : isRetryable(category);
  const explained = { ...result, category, retryable };
  return { outcome: "FAILED", failure: { errorType: `BatchJob.${category}`, errorMessage: formatCause(explained) } };
}

/** The outcome of a job that has ended. What Batch says of it wins over what was asked of it meanwhile. */
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

/** A run that ends although Batch has not said that its job has. */
export function giveUp(
  watch: JobWatch,
  job: Job | undefined,
  category: FailureCategory,
  reason: string,
): CheckJobResult {
  const known = job === undefined ? { ...EMPTY_RESULT, ...knownJob(watch) } : describeJob(job, watch);
  return fail({ ...known, statusReason: reason }, category);
}

/** What the watch knows of its job. */
export const knownJob = ({ jobId, jobName, status, polls, reused, duplicates }: JobWatch): KnownJob => ({
  jobId,
  jobName,
  status,
  polls,
  reused,
  duplicates,
});
