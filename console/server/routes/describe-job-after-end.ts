import { describeJob } from "../../../workflow/result/describe-job";
import type { JobResult } from "../../../workflow/result/job-result";
import type { RunProgress } from "../../model/progress/run-progress";
import type { ConsoleAccess } from "../console-access";

/**
 * Returns the job of an ended execution, which has no result if it was stopped or timed out.
 * @returns undefined while the execution is running, without a job, and when AWS Batch does not have the job
 */
export async function describeJobAfterEnd(
  { describeJob: describe }: Pick<ConsoleAccess, "describeJob">,
  { jobId, end, polls = 0 }: Pick<RunProgress, "jobId" | "end" | "polls">,
  abortSignal: AbortSignal,
): Promise<JobResult | undefined> {
  if (jobId === undefined || end === undefined) return undefined;
  const job = await describe(jobId, abortSignal);
  return job === undefined ? undefined : describeJob(job, { polls, reused: false, duplicates: [] });
}
