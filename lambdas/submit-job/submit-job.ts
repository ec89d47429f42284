import {
  InvalidInputError,
  parseExecutionInput,
  type ExecutionInput,
  type WaitSettings,
} from "../../workflow/execution-input";
import { EMPTY_RESULT } from "../../workflow/job-result";
import type { JobWatch } from "../../workflow/job-watch";
import { firstWaitSeconds } from "../../workflow/pacing";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import type { BatchApi } from "../shared/batch-api";
import { BatchApiError } from "../shared/batch-api-error";
import { findSubmittedJobs } from "../shared/find-submitted-jobs";
import type { Log } from "../shared/log";
import { explainBatchErrors, WorkflowError } from "../shared/workflow-error";
import { isAmbiguous, type SubmitJobEvent } from "./submit-job-event";

/**
 * Submits the execution's job, once, however often it is called: an attempt that may follow another looks for the job
 * first, because SubmitJob has no client token.
 * @returns what the following states watch
 * @throws WorkflowError when the input breaks a rule, or Batch does not take the job
 */
export async function submitJob(batch: BatchApi, event: SubmitJobEvent, log: Log): Promise<JobWatch> {
  const input = parseInput(event.execution.Input);
  if (input.mode === "attach")
    return startWatch(event, input, { jobId: input.jobId, jobName: null, reused: false, duplicates: [] });
  const { jobName } = input.submitJob;
  const found = await explainBatchErrors({ jobName }, () => submitOnce(batch, event, input.submitJob, log));
  return startWatch(event, input, { ...found, jobName });
}

type SubmitInput = Extract<ExecutionInput, { mode: "submit" }>["submitJob"];
type StartedJob = Pick<JobWatch, "jobId" | "jobName" | "reused" | "duplicates">;

async function submitOnce(
  batch: BatchApi,
  event: SubmitJobEvent,
  input: SubmitInput,
  log: Log,
): Promise<Omit<StartedJob, "jobName">> {
  const [kept, ...others] = isAmbiguous(event)
    ? await findSubmittedJobs(batch, {
        jobName: input.jobName,
        jobQueue: input.jobQueue,
        executionArn: event.execution.Id,
        executionStartedAtMs: Date.parse(event.execution.StartTime),
      })
    : [];
  if (kept === undefined) {
    const jobId = await submit(batch, event.execution.Id, input);
    log.info({ message: "submitted the job", jobId, executionArn: event.execution.Id });
    return { jobId, reused: false, duplicates: [] };
  }
  const duplicates = others.map(({ jobId }) => jobId);
  for (const jobId of duplicates)
    await batch.terminateJob(jobId, `Submitted twice by execution ${event.execution.Id}; job ${kept.jobId} is kept`);
  log.warn({ message: "found the job that an earlier attempt submitted", jobId: kept.jobId, duplicates });
  return { jobId: kept.jobId, reused: true, duplicates };
}

async function submit(batch: BatchApi, executionArn: string, input: SubmitInput): Promise<string> {
  const { jobId } = await batch.submitJob({ ...input, tags: { ...input.tags, [EXECUTION_ARN_TAG]: executionArn } });
  if (jobId === undefined)
    throw new BatchApiError("BatchApi.Server", `SubmitJob in job queue ${input.jobQueue}: the reply has no jobId`);
  return jobId;
}

function startWatch(event: SubmitJobEvent, input: ExecutionInput, job: StartedJob): JobWatch {
  return {
    outcome: "WAITING",
    ...job,
    attached: input.mode === "attach",
    executionArn: event.execution.Id,
    executionStartedAt: event.execution.StartTime,
    waitTimeSeconds: input.wait.waitTimeSeconds,
    queueTimeoutSeconds: input.wait.queueTimeoutSeconds ?? null,
    runTimeoutSeconds: input.wait.runTimeoutSeconds ?? null,
    overallTimeoutSeconds: input.wait.overallTimeoutSeconds ?? null,
    waitSeconds: findFirstWaitSeconds(event, input.wait, job.jobId),
    polls: 0,
    retries: event.state.RetryCount ?? 0,
    status: null,
    statusReason: null,
    lastSeenAt: event.state.EnteredTime,
    missingPolls: 0,
    misconfiguredPolls: 0,
    termination: null,
  };
}

/** A deadline that comes before the first poll shortens the wait, or it would be noticed late. */
function findFirstWaitSeconds({ execution, state }: SubmitJobEvent, wait: WaitSettings, jobId: string): number {
  const { waitTimeSeconds, queueTimeoutSeconds = Infinity, overallTimeoutSeconds = Infinity } = wait;
  const elapsedSeconds = (Date.parse(state.EnteredTime) - Date.parse(execution.StartTime)) / 1000;
  const untilOverallSeconds = Math.ceil(overallTimeoutSeconds - elapsedSeconds);
  return Math.max(1, Math.min(firstWaitSeconds(waitTimeSeconds, jobId), queueTimeoutSeconds, untilOverallSeconds));
}

function parseInput(input: unknown): ExecutionInput {
  try {
    return parseExecutionInput(input);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new WorkflowError(error.name, { ...EMPTY_RESULT, category: "InvalidRequest", statusReason: error.message });
  }
}
