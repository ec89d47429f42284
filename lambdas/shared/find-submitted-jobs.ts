import type { JobDetail, KeyValuesPair } from "@aws-sdk/client-batch";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";
import type { BatchApi } from "./batch-api";
import { BatchApiError } from "./batch-api-error";
import { describeJobs } from "./describe-jobs";
import { listAllJobs } from "./list-all-jobs";
import { doesWork, type RequestedWork } from "./requested-work";

/** Maximum difference between the clocks of Step Functions and Batch, in milliseconds. */
const CLOCK_SKEW_MS = 900_000;
/**
 * Age of an execution up to which the queue's jobs since its start are read, in milliseconds; later those of the
 * name.
 */
const YOUNG_MS = 3_600_000;

export interface Submission {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly executionArn: string;
  /** Milliseconds since 1970. */
  readonly executionStartedAtMs: number;
  /** Milliseconds since 1970. @default the execution's start */
  readonly nowMs?: number;
  /** IDs of jobs of other callers, which a repeated look does not describe again. Each look adds to them. */
  readonly foreignJobIds?: Set<string>;
  /** Excludes jobs that carry the execution's tag but do other work. @default any work */
  readonly work?: RequestedWork;
}

/** A job that was submitted by this execution. */
export type SubmittedJob = JobDetail & { readonly jobId: string };

/**
 * Returns the jobs that this execution has submitted, oldest first. They have its job name, queue, tag and work, and
 * were created after the execution's start.
 * @throws BatchApiError also when a listed job cannot be described and no other is found: it may be the one sought
 */
export async function findSubmittedJobs(batch: BatchApi, submission: Submission): Promise<SubmittedJob[]> {
  const { foreignJobIds = new Set() } = submission;
  const candidates = (await listCandidates(batch, submission)).filter((jobId) => !foreignJobIds.has(jobId));
  const jobs = await describeJobs(batch, candidates);
  const found = jobs.filter((job) => isOwn(job, submission));
  for (const job of jobs) if (!found.includes(job)) foreignJobIds.add(job.jobId);
  const unknown = candidates.filter((candidate) => !jobs.some(({ jobId }) => jobId === candidate));
  if (found.length === 0 && unknown.length > 0)
    throw new BatchApiError(
      WORKFLOW_ERROR.server,
      `DescribeJobs does not know job ${unknown.join(", ")} yet, which ListJobs has in job queue ${submission.jobQueue}`,
    );
  return found.sort(byAge);
}

const isOwn = (job: JobDetail, { executionArn, work = {} }: Submission): boolean =>
  job.tags?.[EXECUTION_ARN_TAG] === executionArn && doesWork(job, work);

/** Orders by age; jobs of the same millisecond by ID, so that every attempt keeps the same one. */
export const byAge = (one: SubmittedJob, other: SubmittedJob): number =>
  (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.jobId < other.jobId ? -1 : 1);

/** IDs of the jobs to describe. Both filters find jobs in every status; their order is not relied on. */
async function listCandidates(batch: BatchApi, submission: Submission): Promise<string[]> {
  const { jobName, jobQueue, executionStartedAtMs } = submission;
  const oldestMs = Math.max(0, Math.floor(executionStartedAtMs) - CLOCK_SKEW_MS);
  const summaries = await listAllJobs(batch, { jobQueue, filters: [findFilter(submission, oldestMs)] });
  // The name filter ignores case.
  const recent = summaries.filter((job) => job.jobName === jobName && (job.createdAt ?? oldestMs) >= oldestMs);
  return [...new Set(recent.flatMap(({ jobId }) => jobId ?? []))];
}

/**
 * The filter that leaves fewer jobs. ListJobs takes one.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
 */
function findFilter({ jobName, executionStartedAtMs, nowMs }: Submission, oldestMs: number): KeyValuesPair {
  const isYoung = (nowMs ?? executionStartedAtMs) - executionStartedAtMs < YOUNG_MS;
  return isYoung ? { name: "AFTER_CREATED_AT", values: [String(oldestMs)] } : { name: "JOB_NAME", values: [jobName] };
}
