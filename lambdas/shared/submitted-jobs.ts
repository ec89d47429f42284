import type { JobDetail, KeyValuesPair } from "@aws-sdk/client-batch";
import { isDeepStrictEqual } from "node:util";
import type { SubmitJobFields } from "../../workflow/input/execution-input-schema";
import { WORKFLOW_ERROR } from "../../workflow/result/failure";
import { isTerminal } from "../../workflow/result/job";
import { cutText } from "../../workflow/result/job-result";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { BatchApiError, describeJobs, listAllJobs, type BatchApi } from "./batch-api";
import type { Pause } from "./services";

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

/** Part of a SubmitJob request that identifies its job among jobs of the same name. */
interface RequestedWork {
  /** Name, `name:revision` or ARN. */
  readonly jobDefinition?: string | undefined;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly command?: readonly string[] | undefined;
  readonly environment?:
    readonly { readonly name?: string | undefined; readonly value?: string | undefined }[] | undefined;
  readonly arraySize?: number | undefined;
}

/** Returns the work that a SubmitJob request asks for. */
export function workOfRequest(input: SubmitJobFields): RequestedWork {
  const { jobDefinition, parameters, containerOverrides, arrayProperties } = input;
  const { command, environment } = containerOverrides ?? {};
  return {
    jobDefinition,
    parameters,
    // Batch may show a command with its Ref:: placeholders replaced.
    command: command?.some((word) => word.includes("Ref::")) === true ? undefined : command,
    environment,
    arraySize: arrayProperties?.size,
  };
}

/** Returns the work of an existing job, without its definition, of which a new revision may exist. */
export function workOfJob(job: JobDetail): RequestedWork {
  return {
    parameters: job.parameters,
    command: job.container?.command,
    environment: job.container?.environment,
    arraySize: job.arrayProperties?.size,
  };
}

/**
 * Returns whether a job does the requested work. A job with the execution's tag that does other work was submitted by
 * another caller. Members that DescribeJobs omits count as equal.
 */
function doesWork(job: JobDetail, work: RequestedWork): boolean {
  const { container } = job;
  return (
    isSameDefinition(job.jobDefinition, work.jobDefinition) &&
    Object.entries(work.parameters ?? {}).every(
      ([key, value]) => job.parameters === undefined || job.parameters[key] === value,
    ) &&
    isAbsentOrEqual(container?.command, work.command) &&
    (work.environment ?? []).every(
      (variable) =>
        container?.environment === undefined ||
        container.environment.some(({ name, value }) => name === variable.name && value === variable.value),
    ) &&
    (job.arrayProperties?.size === work.arraySize || job.arrayProperties === undefined)
  );
}

const isAbsentOrEqual = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined || isDeepStrictEqual(one, other);

function isSameDefinition(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  const [shown, wanted] = [parseDefinition(one), parseDefinition(other)];
  return shown.name === wanted.name && isAbsentOrEqual(shown.revision, wanted.revision);
}

function parseDefinition(definition: string): {
  readonly name: string | undefined;
  readonly revision: string | undefined;
} {
  const [name, revision] = definition.slice(definition.lastIndexOf("/") + 1).split(":");
  return { name, revision };
}

/**
 * Pauses between looks for a submitted job, in milliseconds. Their sum exceeds the 11 s that a SubmitJob call can
 * take (REQUEST_LIMITS), so that only the lag of ListJobs can still hide the job.
 */
export const LOOK_PAUSES_MS = [4_000, 9_000];

/**
 * Looks for submitted jobs at once and after each pause, until there is one.
 * @param pausesMs - milliseconds
 * @returns an empty array when the last look found none
 * @throws BatchApiError when the last look failed, or Batch refused one; other failures are ignored
 */
export async function lookRepeatedly(
  pause: Pause,
  pausesMs: readonly number[],
  look: () => Promise<SubmittedJob[]>,
): Promise<SubmittedJob[]> {
  for (const pauseMs of pausesMs) {
    const jobs = await look().catch(ignoreFailure);
    if (jobs.length > 0) return jobs;
    await pause(pauseMs);
  }
  return look();
}

function ignoreFailure(error: unknown): SubmittedJob[] {
  if (error instanceof BatchApiError && error.name !== WORKFLOW_ERROR.client) return [];
  throw error;
}

/** Terminates a job that the execution submitted besides the one that is kept; one that has ended stays as it is. */
export async function terminateDuplicate(
  batch: BatchApi,
  { jobId, status }: JobDetail & { readonly jobId: string },
  keptJobId: string,
  executionArn: string,
): Promise<void> {
  if (isTerminal(status)) return;
  await batch.terminateJob(jobId, `Submitted twice by execution ${executionArn}; job ${keptJobId} is kept`);
}

/**
 * Longest reason that TerminateJob takes.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html
 */
export const MAX_REASON_CHARACTERS = 1_024;

/** Returns the prefix by which a reason of an execution is recognized in a job's statusReason. */
export const terminationPrefix = (why: string, executionArn: string): string => `${why} of execution ${executionArn}: `;

/**
 * Reason for TerminateJob; becomes the job's statusReason, and says which execution ended the job and why.
 * @param why - one word: a failure category, or the status with which the execution ended
 */
export function formatTerminationReason(why: string, executionArn: string, text: string): string {
  return cutText(`${terminationPrefix(why, executionArn)}${text}`, MAX_REASON_CHARACTERS);
}
