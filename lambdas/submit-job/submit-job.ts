import * as z from "zod";
import { InvalidInputError, parseExecutionInput, type ExecutionInput } from "../../workflow/input/execution-input";
import { doubtWaitSeconds, firstWaitSeconds, isTimeStale, MAX_PLAIN_WAIT_SECONDS, spread } from "../../workflow/pacing";
import { WORKFLOW_ERROR } from "../../workflow/result/failure";
import { EMPTY_RESULT } from "../../workflow/result/job-result";
import type { JobWatch } from "../../workflow/result/job-watch";
import { EXECUTION_ARN_TAG } from "../../workflow/tags";
import { BatchApiError, isUnknownQueue, type BatchApi } from "../shared/batch-api";
import { planWait } from "../shared/plan-wait";
import type { Services } from "../shared/services";
import {
  findSubmittedJobs,
  LOOK_PAUSES_MS,
  lookRepeatedly,
  terminateDuplicate,
  workOfRequest,
  type SubmittedJob,
} from "../shared/submitted-jobs";
import { explainBatchErrors, WorkflowError } from "./workflow-error";

/**
 * Event of `Submit Job`: the execution and the state from Step Functions' context object.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
const submitJobEventSchema = z.object({
  execution: z.object({
    Id: z.string().min(1),
    Input: z.unknown(),
    StartTime: z.iso.datetime(),
    RedriveCount: z.int().nullish(),
  }),
  state: z.object({
    EnteredTime: z.iso.datetime(),
    RetryCount: z.int().nullish(),
  }),
  integration: z.enum(["poll", "events"]).default("poll"),
});

export type SubmitJobEvent = z.output<typeof submitJobEventSchema>;

/** @throws ZodError when the function was not invoked by this state machine */
export const parseSubmitJobEvent = (event: unknown): SubmitJobEvent => submitJobEventSchema.parse(event);

/**
 * Returns whether an earlier attempt may have submitted the job. AWS always counts retries; without the count, every
 * attempt may follow another one.
 */
function isAmbiguous(event: SubmitJobEvent): boolean {
  return typeof event.state.RetryCount !== "number" || isRepeated(event);
}

/** Returns whether this attempt follows another one. */
function isRepeated({ execution, state }: SubmitJobEvent): boolean {
  return (state.RetryCount ?? 0) > 0 || (execution.RedriveCount ?? 0) > 0;
}

/** Maximum pauses before a throttled SubmitJob is repeated, in milliseconds; the actual ones are spread. */
const THROTTLING_PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Submits the job of an execution. SubmitJob has no client token: an attempt that may follow another one first looks
 * for the job, for longer than a SubmitJob call can take. A remaining doubt is passed to the polls.
 * @returns the watch, which the following states carry
 * @throws WorkflowError when the input breaks a rule, or Batch does not take the job
 */
export async function submitJob(services: Services, event: SubmitJobEvent): Promise<JobWatch> {
  const input = parseInput(event);
  if (input.mode === "attach")
    return startWatch(event, input, { jobId: input.jobId, jobName: null, reused: false, duplicates: [], doubt: null });
  const { jobName } = input.submitJob;
  const found = await explainBatchErrors(jobName, () => submitOnce(services, event, input.submitJob));
  return startWatch(event, input, { ...found, jobName });
}

type SubmitInput = Extract<ExecutionInput, { mode: "submit" }>["submitJob"];
type StartedJob = Pick<JobWatch, "jobId" | "jobName" | "reused" | "duplicates" | "doubt">;

async function submitOnce(
  services: Services,
  event: SubmitJobEvent,
  input: SubmitInput,
): Promise<Omit<StartedJob, "jobName">> {
  const { batch, log } = services;
  const { Id: executionArn } = event.execution;
  const [kept, ...others] = await findEarlierSubmissions(services, event, input);
  // Another submission may appear later: ListJobs lags, and a call may still be in flight.
  const { jobQueue, jobDefinition } = input;
  const doubt = isRepeated(event) ? { jobQueue, jobDefinition, looks: 0, since: null, fromMs: null } : null;
  if (kept === undefined) {
    const jobId = await submitUnthrottled(services, event, input);
    log.info({ message: "submitted the job", jobId, executionArn });
    return { jobId, reused: false, duplicates: [], doubt };
  }
  const duplicates = others.map(({ jobId }) => jobId);
  for (const job of others) await terminateDuplicate(batch, job, kept.jobId, executionArn);
  log.warn({ message: "found the job that an earlier attempt submitted", jobId: kept.jobId, duplicates });
  return { jobId: kept.jobId, reused: true, duplicates, doubt };
}

async function findEarlierSubmissions(
  { batch, pause }: Services,
  event: SubmitJobEvent,
  input: SubmitInput,
): Promise<SubmittedJob[]> {
  if (!isAmbiguous(event)) return [];
  const submission = {
    jobName: input.jobName,
    jobQueue: input.jobQueue,
    executionArn: event.execution.Id,
    executionStartedAtMs: Date.parse(event.execution.StartTime),
    work: workOfRequest(input),
    foreignJobIds: new Set<string>(),
  };
  const pausesMs = isRepeated(event) ? LOOK_PAUSES_MS : [];
  try {
    return await lookRepeatedly(pause, pausesMs, () => findSubmittedJobs(batch, submission));
  } catch (error) {
    // SubmitJob rejects the queue as well.
    if (isUnknownQueue(error)) return [];
    if (!(error instanceof BatchApiError) || error.name !== WORKFLOW_ERROR.client) throw error;
    // A refused look does not make the request invalid, and must not end a run whose job may be running.
    throw new BatchApiError(WORKFLOW_ERROR.server, error.message, error.call);
  }
}

/** Repeats a throttled SubmitJob, which had no effect, so that no later attempt has to look for its job. */
async function submitUnthrottled(
  { batch, pause }: Services,
  event: SubmitJobEvent,
  input: SubmitInput,
): Promise<string> {
  const { Id: executionArn } = event.execution;
  for (const maxPauseMs of THROTTLING_PAUSES_MS) {
    const jobId = await submit(batch, executionArn, input).catch(ignoreThrottling);
    if (jobId !== undefined) return jobId;
    await pause(spread(maxPauseMs, `${executionArn} ${String(event.state.RetryCount)} ${maxPauseMs}`));
  }
  return submit(batch, executionArn, input);
}

function ignoreThrottling(error: unknown): undefined {
  if (!(error instanceof BatchApiError) || error.name !== WORKFLOW_ERROR.throttled) throw error;
}

async function submit(batch: BatchApi, executionArn: string, input: SubmitInput): Promise<string> {
  const { jobId } = await batch.submitJob({ ...input, tags: { ...input.tags, [EXECUTION_ARN_TAG]: executionArn } });
  if (jobId === undefined)
    throw new BatchApiError("BatchApi.Server", `SubmitJob in job queue ${input.jobQueue}: the reply has no jobId`);
  return jobId;
}

function startWatch(event: SubmitJobEvent, input: ExecutionInput, job: StartedJob): JobWatch {
  const watch: JobWatch = {
    outcome: "WAITING",
    ...job,
    attached: input.mode === "attach",
    executionArn: event.execution.Id,
    executionStartedAt: event.execution.StartTime,
    waitTimeSeconds: input.wait.waitTimeSeconds,
    queueTimeoutSeconds: input.wait.queueTimeoutSeconds ?? null,
    runTimeoutSeconds: input.wait.runTimeoutSeconds ?? null,
    overallTimeoutSeconds: input.wait.overallTimeoutSeconds ?? null,
    integration: event.integration,
    eventWait: null,
    failedWaits: 0,
    falseWakes: 0,
    wokenWaitSeconds: null,
    waitSeconds: Math.min(findFirstWaitSeconds(event, input, job.jobId), doubtWaitSeconds(job.doubt)),
    polls: 0,
    retries: event.state.RetryCount ?? 0,
    status: null,
    statusReason: null,
    lastSeenAt: event.state.EnteredTime,
    queuedSince: null,
    hasRun: false,
    missingPolls: 0,
    misconfiguredPolls: 0,
    runnablePolls: 0,
    outage: null,
    termination: null,
  };
  return planWait(watch, Date.parse(event.state.EnteredTime));
}

/**
 * Finds the first wait. A deadline that comes before the first poll shortens it, or it would be noticed late. With
 * `events`, an existing job is seen within a minute: if it has ended, no event will report this.
 */
function findFirstWaitSeconds(event: SubmitJobEvent, { mode, wait }: ExecutionInput, jobId: string): number {
  const { execution, state, integration } = event;
  const { queueTimeoutSeconds = Infinity, overallTimeoutSeconds = Infinity } = wait;
  const waitTimeSeconds =
    mode === "attach" && integration === "events"
      ? Math.min(wait.waitTimeSeconds, MAX_PLAIN_WAIT_SECONDS)
      : wait.waitTimeSeconds;
  if (overallTimeoutSeconds < Infinity && isTimeStale(state.RetryCount)) return 1;
  const elapsedSeconds = (Date.parse(state.EnteredTime) - Date.parse(execution.StartTime)) / 1000;
  const untilOverallSeconds = Math.ceil(overallTimeoutSeconds - elapsedSeconds);
  return Math.max(1, Math.min(firstWaitSeconds(waitTimeSeconds, jobId), queueTimeoutSeconds, untilOverallSeconds));
}

function parseInput({ execution, integration }: SubmitJobEvent): ExecutionInput {
  try {
    return parseExecutionInput(execution.Input, integration);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new WorkflowError(error.name, { ...EMPTY_RESULT, category: "InvalidRequest", statusReason: error.message });
  }
}
