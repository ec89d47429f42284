import type { JobDetail } from "@aws-sdk/client-batch";
import type { BatchApi } from "./batch-api";

/** Most jobs that one DescribeJobs call takes. */
const DESCRIBE_LIMIT = 100;

/** A job in a reply of DescribeJobs. */
export type DescribedJob = JobDetail & { readonly jobId: string };

/** The jobs in portions that one DescribeJobs call takes. */
export function inPortions(jobIds: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(jobIds.length / DESCRIBE_LIMIT) }, (_, index) =>
    jobIds.slice(index * DESCRIBE_LIMIT, (index + 1) * DESCRIBE_LIMIT),
  );
}

/**
 * Describes any number of jobs, each at most once. Omits jobs that Batch does not know, and jobs in a reply that were
 * not requested.
 * @throws BatchApiError when a call fails
 */
export async function describeJobs(batch: BatchApi, jobIds: readonly string[]): Promise<DescribedJob[]> {
  const jobs: DescribedJob[] = [];
  for (const portion of inPortions(jobIds)) {
    // A wrong reply may contain null, although the SDK's types exclude it.
    const details: readonly (JobDetail | null)[] = (await batch.describeJobs(portion)).jobs ?? [];
    for (const jobId of portion) {
      const job = details.find((detail) => detail?.jobId === jobId);
      if (job) jobs.push({ ...job, jobId });
    }
  }
  return jobs;
}
