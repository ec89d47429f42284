import * as z from "zod";
import { isTerminal } from "../../workflow/job";
import { isUnknownQueue } from "../shared/batch-api-error";
import { findSubmittedJobs, type SubmittedJob, type Submission } from "../shared/find-submitted-jobs";
import { LOOK_PAUSES_MS, lookRepeatedly } from "../shared/look-repeatedly";
import { Cleanup, type CleanupResult } from "./cleanup";
import type { Services } from "./services";
import type { ExecutionEnded } from "./terminate-job-event";

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
  const jobs = await findJobs(services, submission).catch((error: unknown) => {
    if (!isUnknownQueue(error)) throw error;
    cleanup.leave(error.message, 0);
    return [];
  });
  for (const job of jobs)
    if (isTerminal(job.status)) cleanup.leave(`already ${String(job.status)}`, 1);
    else await cleanup.terminate(job, ended);
  return cleanup.conclude();
}

function findSubmission(ended: ExecutionEnded, inputText: string | undefined): Submission | undefined {
  if (inputText === undefined) return undefined;
  const parsed = submissionSchema.safeParse(JSON.parse(inputText));
  if (!parsed.success) return undefined;
  return { ...parsed.data, executionArn: ended.executionArn, executionStartedAtMs: ended.startDate };
}

/** Looks for longer than a SubmitJob call can be under way. What shows up later still is left to the sweep. */
const findJobs = ({ batch, pause }: Services, submission: Submission): Promise<SubmittedJob[]> =>
  lookRepeatedly(pause, LOOK_PAUSES_MS, () => findSubmittedJobs(batch, submission));
