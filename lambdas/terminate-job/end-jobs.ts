import * as z from "zod";
import { isTerminal } from "../../workflow/job";
import { isUnknownQueue } from "../shared/batch-api-error";
import { findSubmittedJobs, type SubmittedJob, type Submission } from "../shared/find-submitted-jobs";
import { LOOK_PAUSES_MS, lookRepeatedly } from "../shared/look-repeatedly";
import { Cleanup, type CleanupResult } from "./cleanup";
import type { Services } from "./services";
import type { ExecutionEnded } from "./terminate-job-event";

/**
 * Age at which a job shows that its execution had left `Submit Job` when it ended, in milliseconds. An attempt takes 55 s at
 * most, and Batch's clock may differ.
 */
const SUBMISSION_MS = 300_000;
/** Pauses between later looks, in milliseconds. With those before they exceed the run time of `submit-job`. */
const LATE_PAUSES_MS = [15_000, 35_000];

/** Where an execution submits to; the rest of its input does not matter, nor whether it breaks a rule. */
const submissionSchema = z.object({ jobName: z.string(), jobQueue: z.string() });

/**
 * Terminates what an execution has submitted and left behind. A job that it only waited for (`jobId` in its input) does
 * not carry its tag, and is left to whoever submitted it.
 */
export async function endJobs(services: Services, ended: ExecutionEnded): Promise<CleanupResult> {
  const cleanup = new Cleanup(services.batch, services.log);
  const execution = await services.executions.describeExecution(ended.executionArn);
  // Events come late, and more than once: by now the execution may have been started again.
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
  return { ...parsed.data, executionArn: ended.executionArn, executionStartedAtMs: ended.startDate };
}

/**
 * Terminates the jobs that are found, and looks on while another attempt of `Submit Job` may be under way: until its
 * function must have ended. What shows up later still is left to the sweep.
 */
async function endFoundJobs(
  { batch, pause }: Services,
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

/** Whether the job was there long before the execution ended, which was therefore past `Submit Job`. */
const isFromBefore = ({ createdAt }: SubmittedJob, { startDate, stopDate }: ExecutionEnded): boolean =>
  createdAt !== undefined && createdAt < (stopDate ?? startDate) - SUBMISSION_MS;
