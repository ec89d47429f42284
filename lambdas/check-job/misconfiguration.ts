import type { JobSummary } from "@aws-sdk/client-batch";
import { progressStatus, type Job } from "../../workflow/result/job";
import type { JobWatch } from "../../workflow/result/job-watch";
import type { BatchApi } from "../shared/batch-api";
import { describeJobs } from "../shared/describe-jobs";
import { iterateJobs } from "../shared/list-all-jobs";

const MISCONFIGURATION = "MISCONFIGURATION:";
/**
 * Consecutive polls with RUNNABLE children before they are listed, so that an array that starts soon takes no extra
 * call.
 */
const RUNNABLE_POLLS = 2;

/** Maximum number of children to read: all have the same queue and job definition. */
const MAX_CHILDREN = 100;

export const isMisconfigured = (statusReason: string | null | undefined): boolean =>
  statusReason?.startsWith(MISCONFIGURATION) === true;

/** Returns whether the children of a PENDING array job are RUNNABLE at best. */
export const hasRunnableChildren = (job: Job): boolean =>
  job.status === "PENDING" && job.arrayProperties?.statusSummary !== undefined && progressStatus(job) === "RUNNABLE";

/**
 * Returns the reason for which the job waits: its own statusReason, or that of a child of an array job.
 * @throws BatchApiError when the children cannot be listed
 */
export async function findStatusReason(batch: BatchApi, watch: JobWatch, job: Job): Promise<string | null> {
  if (job.statusReason !== undefined || watch.runnablePolls < RUNNABLE_POLLS) return job.statusReason ?? null;
  const children: JobSummary[] = [];
  for await (const child of iterateJobs(batch, { arrayJobId: watch.jobId, jobStatus: "RUNNABLE" }))
    if (children.push(child) >= MAX_CHILDREN) break;
  const reasons = children.flatMap(({ statusReason }) => statusReason ?? []);
  const [first] = children;
  // A summary may omit the reason.
  if (reasons.length === 0 && first?.jobId !== undefined)
    reasons.push(...(await describeJobs(batch, [first.jobId])).flatMap(({ statusReason }) => statusReason ?? []));
  return reasons.find(isMisconfigured) ?? reasons[0] ?? null;
}
