import { lastContainer } from "../../workflow/classify-failure";
import type { Job } from "../../workflow/job";
import { unifyJob } from "../../workflow/unify-job";
import type { BatchApi } from "../shared/batch-api";
import { BatchApiError } from "../shared/batch-api-error";
import type { Log } from "../shared/log";

/**
 * The failed parent of an array job says only that children failed; this fills in what the first of them says, so that
 * the failure can be explained. Any other job, and one whose children cannot be read, comes back as it is: that it has
 * failed is known, and must not be lost over the explanation.
 */
export async function explainArrayFailure(batch: BatchApi, job: Job, log: Log): Promise<Job> {
  const size = job.arrayProperties?.size;
  if (job.status !== "FAILED" || size === undefined || job.jobId === undefined) return job;
  try {
    const first = await findFirstFailedChild(batch, job.jobId);
    return first === undefined ? job : describeByChild(job, size, first);
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    log.warn({ message: "cannot read the failed children", jobId: job.jobId, error: error.message });
    return job;
  }
}

interface Child {
  readonly index: number;
  readonly job: Job;
}

/** The failed child with the least index, from all pages: Batch lists the newest first. */
async function findFirstFailedChild(batch: BatchApi, arrayJobId: string): Promise<Child | undefined> {
  let first: { readonly jobId: string; readonly index: number } | undefined;
  let nextToken: string | undefined;
  do {
    const page = await batch.listJobs({ arrayJobId, jobStatus: "FAILED", nextToken });
    for (const { jobId, arrayProperties } of page.jobSummaryList ?? []) {
      const index = arrayProperties?.index ?? 0;
      if (jobId !== undefined && (first === undefined || index < first.index)) first = { jobId, index };
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  if (first === undefined) return undefined;
  const job = (await batch.describeJobs([first.jobId])).jobs?.[0];
  return job && { index: first.index, job: unifyJob(job) };
}

function describeByChild(parent: Job, size: number, child: Child): Job {
  const count = parent.arrayProperties?.statusSummary?.["FAILED"];
  const share = count === undefined ? "" : `${count} of ${size} children failed; `;
  return {
    ...parent,
    statusReason: `${parent.statusReason ?? "Array job failed"}: ${share}child ${child.index}: ${child.job.statusReason ?? "no reason given"}`,
    container: lastContainer(child.job),
    attempts: child.job.attempts,
  };
}
