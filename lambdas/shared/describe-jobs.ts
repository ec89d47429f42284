import type { JobDetail } from "@aws-sdk/client-batch";
import type { BatchApi } from "./batch-api";

/** Most jobs that one DescribeJobs call takes. */
const DESCRIBE_LIMIT = 100;

/** The jobs in portions that one DescribeJobs call takes. */
export function inPortions(jobIds: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(jobIds.length / DESCRIBE_LIMIT) }, (_, index) =>
    jobIds.slice(index * DESCRIBE_LIMIT, (index + 1) * DESCRIBE_LIMIT),
  );
}

/**
 * Describes any number of jobs; those that Batch does not know are left out.
 * @throws BatchApiError when a call fails
 */
export async function describeJobs(batch: BatchApi, jobIds: readonly string[]): Promise<JobDetail[]> {
  const jobs: JobDetail[] = [];
  for (const portion of inPortions(jobIds)) jobs.push(...((await batch.describeJobs(portion)).jobs ?? []));
  return jobs;
}
