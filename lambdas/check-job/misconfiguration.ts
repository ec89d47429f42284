import type { JobSummary } from "@aws-sdk/client-batch";
import { progressStatus, type Job } from "../../workflow/job";
import type { JobWatch } from "../../workflow/job-watch";
import type { BatchApi } from "../shared/batch-api";
import { describeJobs } from "../shared/describe-jobs";
import { iterateJobs } from "../shared/list-all-jobs";

const MISCONFIGURATION = "MISCONFIGURATION:";
/** Polls in a row that find all children RUNNABLE before they are asked why: those of an array that runs well are not. */
const RUNNABLE_POLLS = 2;

/** Children that are asked at most: all wait in the same queue, for the same definition. */
const MAX_CHILDREN = 100;

export const isMisconfigured = (statusReason: string | null | undefined): boolean =>
  statusReason?.startsWith(MISCONFIGURATION) === true;

/** Whether the children of an array job wait in their queue, of which the parent, PENDING, says nothing. */
export const hasRunnableChildren = (job: Job): boolean =>
  job.status === "PENDING" && job.arrayProperties?.statusSummary !== undefined && progressStatus(job) === "RUNNABLE";

/**
 * Returns why the job waits: its own statusReason, or that of a child of an array job that has been RUNNABLE for two polls.
 * @throws BatchApiError when the children cannot be listed
 */
export async function findStatusReason(batch: BatchApi, watch: JobWatch, job: Job): Promise<string | null> {
  if (job.statusReason !== undefined || watch.runnablePolls < RUNNABLE_POLLS) return job.statusReason ?? null;
  const children: JobSummary[] = [];
  for await (const child of iterateJobs(batch, { arrayJobId: watch.jobId, jobStatus: "RUNNABLE" }))
    if (children.push(child) >= MAX_CHILDREN) break;
  const reasons = children.flatMap(({ statusReason }) => statusReason ?? []);
  const [first] = children;
  // A summary that leaves the reason out is no proof that there is none.
  if (reasons.length === 0 && first?.jobId !== undefined)
    reasons.push(...(await describeJobs(batch, [first.jobId])).flatMap(({ statusReason }) => statusReason ?? []));
  return reasons.find(isMisconfigured) ?? reasons[0] ?? null;
}
