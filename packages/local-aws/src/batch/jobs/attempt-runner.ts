import { randomBytes } from "node:crypto";
import type { LogStore } from "../../logs/log-store";
import type { BatchContext } from "../batch-context";
import { startFaultyAttempt } from "../faults/faulty-attempt";
import { StopRequest, type Attempt, type Job } from "./job";
import type { JobStore } from "./job-store";
import { ATTEMPT_TIMED_OUT, CONTAINER_EXITED, FAILED_TO_START } from "./job-texts";
import { JobStartError, type JobProcess, type JobRunner } from "../runner/runner";

/**
 * Log group of a container without its own `logConfiguration`.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 */
const DEFAULT_LOG_GROUP = "/aws/batch/job";

/** Result of one attempt. The last attempt of the job has the details. */
interface AttemptOutcome {
  readonly succeeded: boolean;
  /** False if a timeout or TerminateJob ended the attempt. Batch does not retry those. */
  readonly retryable: boolean;
  readonly statusReason: string;
}

export interface AttemptRunnerParts {
  readonly context: BatchContext;
  readonly store: JobStore;
  readonly runner: JobRunner;
  readonly logs: LogStore;
}

/**
 * Runs one attempt of a job that is STARTING: moves the job to RUNNING, records the attempt and waits for its end.
 */
export async function runAttempt(job: Job, parts: AttemptRunnerParts): Promise<AttemptOutcome> {
  const { context, store, logs } = parts;
  const attempt = newAttempt(job, context);
  job.attempts.push(attempt);
  const stream = job.faults.logStreamMissing
    ? undefined
    : logs.open(logGroupOf(job), attempt.logStreamName, context.clock.now());
  const onLogLine = (message: string): void => {
    stream?.add(context.clock.now(), message);
  };
  let process: JobProcess;
  try {
    process = await startProcess(job, parts, onLogLine);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const startError = error instanceof JobStartError ? error : undefined;
    const reason = startError === undefined ? `CannotStartContainerError: ${message}` : message;
    if (reason !== "") attempt.reason = reason;
    const statusReason = startError?.statusReason ?? FAILED_TO_START;
    return end(attempt, context, { succeeded: false, retryable: true, statusReason });
  }
  attempt.startedAt = job.startedAt = context.clock.now();
  store.move(job, "RUNNING");
  const { exit, stoppedFor } = await awaitExit(job, process, context);
  if (exit.exitCode !== undefined) attempt.exitCode = exit.exitCode;
  if (exit.reason !== undefined) attempt.reason = exit.reason;
  return end(attempt, context, {
    succeeded: stoppedFor === undefined && exit.exitCode === 0,
    retryable: stoppedFor === undefined,
    statusReason: stoppedFor ?? exit.statusReason ?? CONTAINER_EXITED,
  });
}

const logGroupOf = (job: Job): string =>
  job.settings.container.logConfiguration?.options?.["awslogs-group"] ?? DEFAULT_LOG_GROUP;

async function startProcess(
  job: Job,
  { runner, context }: AttemptRunnerParts,
  onLogLine: (line: string) => void,
): Promise<JobProcess> {
  const fault = job.faults.attempts[job.attempts.length - 1];
  if (fault !== undefined) return startFaultyAttempt(fault, context.clock, context.closing);
  return runner.start(
    {
      jobId: job.jobId,
      jobName: job.jobName,
      attempt: job.attempts.length,
      arrayIndex: job.child?.index,
      command: job.settings.container.command ?? [],
      environment: jobEnvironment(job),
      container: job.settings.container,
      platform: job.queue.platform,
    },
    onLogLine,
  );
}

/** Waits for the process. Stops it if the job is terminated or the attempt exceeds its timeout. */
async function awaitExit(job: Job, process: JobProcess, { clock }: BatchContext) {
  let stoppedFor: string | undefined;
  const stop = (statusReason: string): void => {
    stoppedFor ??= statusReason;
    process.stop();
  };
  const onStop = (): void => {
    const request: unknown = job.stop.signal.reason;
    stop((request instanceof StopRequest ? request.statusReason : undefined) ?? CONTAINER_EXITED);
  };
  const ended = new AbortController();
  const { attemptDurationSeconds } = job.settings;
  if (attemptDurationSeconds !== undefined) {
    clock.sleep(attemptDurationSeconds * 1000, ended.signal).then(
      () => {
        stop(ATTEMPT_TIMED_OUT);
      },
      () => undefined,
    );
  }
  if (job.stop.signal.aborted) onStop();
  job.stop.signal.addEventListener("abort", onStop, { signal: ended.signal });
  const exit = await process.exit;
  ended.abort();
  return { exit, stoppedFor };
}

function newAttempt(job: Job, { arns }: BatchContext): Attempt {
  const taskId = randomBytes(16).toString("hex");
  const cluster = job.queue.computeEnvironments[0]?.environment.ecsClusterName ?? "default";
  const instanceId = randomBytes(16).toString("hex");
  return {
    containerInstanceArn: job.queue.platform === "EC2" ? arns.ecsContainerInstance(cluster, instanceId) : undefined,
    taskArn: arns.ecsTask(cluster, taskId),
    logStreamName: `${job.definition.jobDefinitionName}/default/${taskId}`,
  };
}

function end(attempt: Attempt, { clock }: BatchContext, outcome: AttemptOutcome): AttemptOutcome {
  attempt.stoppedAt = clock.now();
  attempt.statusReason = outcome.statusReason;
  return outcome;
}

/**
 * Environment of a job's process: the variables of the job definition, the overrides, and those that Batch sets.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
 */
function jobEnvironment(job: Job): Record<string, string> {
  const own = Object.fromEntries(
    (job.settings.container.environment ?? []).map(({ name = "", value = "" }) => [name, value]),
  );
  const batch: Record<string, string> = {
    AWS_BATCH_JOB_ID: job.jobId,
    AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length),
    AWS_BATCH_JQ_NAME: job.queue.jobQueueName,
    AWS_BATCH_CE_NAME: job.queue.computeEnvironments[0]?.environment.computeEnvironmentName ?? "",
  };
  if (job.child !== undefined) {
    batch["AWS_BATCH_JOB_ARRAY_INDEX"] = String(job.child.index);
    batch["AWS_BATCH_JOB_ARRAY_SIZE"] = String(job.child.parent.array?.size);
  }
  return { ...own, ...batch };
}
