import type { JobDetail, JobSummary } from "@aws-sdk/client-batch";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { WORKFLOW_ERROR } from "../../workflow/workflow-errors";
import type { BatchApi } from "./batch-api";
import { BatchApiError } from "./batch-api-error";
import { describeJobs } from "./describe-jobs";

/** How far the clocks of Step Functions and Batch may be apart, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;

export interface Submission {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly executionArn: string;
  /** Milliseconds since 1970. */
  readonly executionStartedAtMs: number;
}

/** A job that was submitted by this very execution. */
export type SubmittedJob = JobDetail & { readonly jobId: string };

/**
 * Jobs that this execution has submitted already, oldest first: those with its name in its queue, created since the
 * execution started, that carry its ARN as a tag.
 * @throws BatchApiError also when one that is listed cannot be described: it may be the one that is looked for
 */
export async function findSubmittedJobs(batch: BatchApi, submission: Submission): Promise<SubmittedJob[]> {
  const candidates = await listCandidates(batch, submission);
  const jobs = await describeJobs(batch, candidates);
  const found = jobs.filter((job): job is SubmittedJob => job.tags?.[EXECUTION_ARN_TAG] === submission.executionArn);
  const unknown = candidates.filter((candidate) => !jobs.some(({ jobId }) => jobId === candidate));
  if (found.length === 0 && unknown.length > 0)
    throw new BatchApiError(
      WORKFLOW_ERROR.server,
      `DescribeJobs does not know job ${unknown.join(", ")} yet, which ListJobs has in job queue ${submission.jobQueue}`,
    );
  return found.sort(byAge);
}

/** Jobs of the same millisecond by ID, so that every attempt keeps the same one. */
const byAge = (one: SubmittedJob, other: SubmittedJob): number =>
  (one.createdAt ?? 0) - (other.createdAt ?? 0) || (one.jobId < other.jobId ? -1 : 1);

/** IDs of the jobs to look at, newest first. The JOB_NAME filter finds jobs in every status. */
async function listCandidates(batch: BatchApi, submission: Submission): Promise<string[]> {
  const jobIds: string[] = [];
  const oldestMs = submission.executionStartedAtMs - CLOCK_SKEW_MS;
  let nextToken: string | undefined;
  do {
    const page = await batch.listJobs({
      jobQueue: submission.jobQueue,
      filters: [{ name: "JOB_NAME", values: [submission.jobName] }],
      nextToken,
    });
    // The filter ignores case, and groups its results by name: a job with the name in another case says nothing.
    const namesakes = (page.jobSummaryList ?? []).filter(({ jobName }) => jobName === submission.jobName);
    const recent = namesakes.filter((summary) => isSince(summary, oldestMs));
    jobIds.push(...recent.flatMap((summary) => summary.jobId ?? []));
    // Newest first: a page with an older job is the last that matters.
    nextToken = recent.length === namesakes.length ? page.nextToken : undefined;
  } while (nextToken !== undefined);
  return jobIds;
}

const isSince = (summary: JobSummary, timeMs: number): boolean => (summary.createdAt ?? timeMs) >= timeMs;
