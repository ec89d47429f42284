import type { JobDetail } from "@aws-sdk/client-batch";
import type { JobWatch } from "../../workflow/result/job-watch";
import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";
import type { BatchApi } from "../shared/batch-api";
import { BatchApiError } from "../shared/batch-api-error";
import type { DescribedJob } from "../shared/describe-jobs";

/**
 * Asks Batch for the watched job.
 * @returns undefined when Batch answers that there is no such job
 * @throws BatchApiError when Batch does not answer, or the answer is not about this job
 */
export async function seeJob(
  batch: BatchApi,
  { jobId, executionArn }: Pick<JobWatch, "jobId" | "executionArn">,
): Promise<DescribedJob | undefined> {
  const { jobs } = await batch.describeJobs([jobId]);
  if (!Array.isArray(jobs)) throw unclear(jobId, "without a list of jobs");
  if (jobs.length === 0) return undefined;
  const [job, ...others] = jobs.filter((each: JobDetail | null): each is DescribedJob => each?.jobId === jobId);
  if (job === undefined) throw unclear(jobId, "about other jobs");
  if (others.length > 0) throw unclear(jobId, `with ${others.length + 1} jobs of that ID`);
  if (typeof job.status !== "string") throw unclear(jobId, "without a status");
  const region = findRegion(job.jobArn);
  if (region !== undefined && region !== findRegion(executionArn))
    throw unclear(jobId, `about a job in region ${region}`);
  return job;
}

const findRegion = (arn: string | undefined): string | undefined => arn?.split(":")[3];

const unclear = (jobId: string, what: string): BatchApiError =>
  new BatchApiError(WORKFLOW_ERROR.server, `DescribeJobs on job ${jobId}: a reply ${what}`);
