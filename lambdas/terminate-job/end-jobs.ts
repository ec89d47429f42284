import * as z from "zod";
import { isTerminal } from "../../workflow/result/job";
import { isUnknownQueue } from "../shared/batch-api";
import {
  findSubmittedJobs,
  LOOK_PAUSES_MS,
  lookRepeatedly,
  type Submission,
  type SubmittedJob,
} from "../shared/submitted-jobs";
import { Cleanup, type CleanupResult, type CleanupServices } from "./cleanup";
import type { ExecutionEnded } from "./terminate-job-event";

/**
 * Age of a job from which its execution had left `Submit Job` when it ended, in milliseconds. An attempt takes at
 * most 55 s, and Batch's clock may differ.
 */
const SUBMISSION_MS = 300_000;
/** Pauses between later looks, in milliseconds. All pauses together exceed the timeout of `submit-job`. */
const LATE_PAUSES_MS = [15_000, 35_000];

/** Part of the input that says which jobs to look for. The rest may be invalid. */
const submissionSchema = z.object({ jobName: z.string(), jobQueue: z.string() });

/**
 * Terminates the jobs that an ended execution has submitted. A job that it only attached to (`jobId` in its input)
 * does not have its tag and continues.
 */
export async function endJobs(services: CleanupServices, ended: ExecutionEnded): Promise<CleanupResult> {
  const cleanup = new Cleanup(services.batch, services.log);
  const execution = await services.executions.describeExecution(ended.executionArn);
  // Events can be late or duplicated: the execution may have been redriven.
  if (execution?.status === "RUNNING" && execution.redriveCount > (ended.redriveCount ?? 0)) {
    cleanup.leave("the execution was redriven", 0);
    return cleanup.conclude();
  }
  const submission = findSubmission(ended, ended.input ?? execution?.input);
  if (submission === undefined) {
    cleanup.leave("the execution's input submits no job", 0);
    return cleanup.conclude();
  }
  try {
    await endFoundJobs(services, submission, ended, cleanup);
  } catch (error) {
    if (!isUnknownQueue(error)) throw error;
    cleanup.leave(error.message, 0);
  }
  return cleanup.conclude();
}

function findSubmission(ended: ExecutionEnded, inputText: string | undefined): Submission | undefined {
  if (inputText === undefined) return undefined;
  const parsed = submissionSchema.safeParse(JSON.parse(inputText));
  if (!parsed.success) return undefined;
  const { executionArn, startDate, stopDate } = ended;
  const times = { executionStartedAtMs: startDate, nowMs: stopDate ?? startDate };
  return { ...parsed.data, executionArn, ...times, foreignJobIds: new Set() };
}

/**
 * Terminates the jobs that are found. Continues to look until an attempt of `Submit Job` that was in flight must have
 * ended. The sweep terminates jobs that appear later.
 */
async function endFoundJobs(
  { batch, pause }: CleanupServices,
  submission: Submission,
  ended: ExecutionEnded,
  cleanup: Cleanup,
): Promise<void> {
  const seen = new Set<string>();
  const endNewJobs = async (jobs: readonly SubmittedJob[]): Promise<void> => {
    for (const job of jobs.filter(({ jobId }) => !seen.has(jobId))) {
      seen.add(job.jobId);
      if (isTerminal(job.status)) cleanup.leave(`already ${String(job.status)}`, 1);
      else await cleanup.terminate(job, ended);
    }
  };
  const look = (): Promise<SubmittedJob[]> => findSubmittedJobs(batch, submission);
  const jobs = await lookRepeatedly(pause, LOOK_PAUSES_MS, look);
  await endNewJobs(jobs);
  if (ended.status === "FAILED" || jobs.some((job) => isFromBefore(job, ended))) return;
  for (const pauseMs of LATE_PAUSES_MS) {
    await pause(pauseMs);
    await endNewJobs(await look());
  }
}

/** Returns whether the job is so old that the execution was past `Submit Job` when it ended. */
const isFromBefore = ({ createdAt }: SubmittedJob, { startDate, stopDate }: ExecutionEnded): boolean =>
  createdAt !== undefined && createdAt < (stopDate ?? startDate) - SUBMISSION_MS;
