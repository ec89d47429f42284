import { findJobConsoleUrl, findLogUrl } from "../console-url";
import { explainFailure, lastContainer } from "./classify-failure";
import { isRetryable, type Failure, type FailureCategory } from "./failure";
import { DEFAULT_LOG_GROUP, findText, type Job, type JobAttempt, type JobContainer } from "./job";
import { fitResult, type JobResult, type JobResultAttempt } from "./job-result";
import { unifyJob } from "./unify-job";

/** Facts about a run that Batch does not have. */
interface RunFacts {
  readonly polls: number;
  readonly reused: boolean;
  readonly duplicates: readonly string[];
}

/**
 * The result of a run from Batch's description of its job.
 * @param known - why the run failed, where that is known better than from the job itself
 * @returns a result that fits into the output of a state; see job-result.ts
 */
export function describeJob(described: Job, facts: RunFacts, known?: FailureCategory | null): JobResult {
  const job = unifyJob(described);
  const failure = findFailure(job, known ?? null);
  const container = lastContainer(job);
  const logGroup = findLogGroup(container);
  const { jobArn, jobId, startedAt, stoppedAt, createdAt } = job;
  return fitResult({
    jobId: jobId ?? null,
    jobArn: jobArn ?? null,
    jobName: job.jobName ?? null,
    status: job.status ?? null,
    category: failure?.category ?? null,
    retryable: failure?.retryable ?? false,
    exitCode: findNumber(container.exitCode),
    statusReason: job.statusReason ?? null,
    containerReason: container.reason ?? null,
    attempts: (job.attempts ?? []).map(describeAttempt),
    logGroup,
    logUrl: findLog(jobArn, logGroup, container),
    consoleUrl: jobArn === undefined || jobId === undefined ? null : findJobConsoleUrl(jobArn, jobId),
    createdAt: formatTime(createdAt),
    startedAt: formatTime(startedAt),
    stoppedAt: formatTime(stoppedAt),
    queuedSeconds: secondsBetween(createdAt, findTime(startedAt) ?? stoppedAt),
    runSeconds: secondsBetween(startedAt, stoppedAt),
    polls: facts.polls,
    reused: facts.reused,
    duplicates: facts.duplicates,
  });
}

/** A category that is known better keeps what the job's own texts say about a retry, if they name the same one. */
function findFailure(job: Job, known: FailureCategory | null): Failure | null {
  const found = job.status === "FAILED" ? (job.failure ?? explainFailure(job)) : null;
  if (known === null || known === found?.category) return found;
  return { category: known, retryable: isRetryable(known) };
}

function describeAttempt(attempt: JobAttempt, index: number): JobResultAttempt {
  return {
    number: index + 1,
    exitCode: findNumber(attempt.container?.exitCode),
    reason: findText(attempt.container?.reason) ?? attempt.statusReason ?? null,
    startedAt: formatTime(attempt.startedAt),
    stoppedAt: formatTime(attempt.stoppedAt),
    logStreamName: attempt.container?.logStreamName ?? null,
  };
}

function findLogGroup({ logConfiguration, logStreamName }: JobContainer): string | null {
  if (logConfiguration?.logDriver !== undefined && logConfiguration.logDriver !== "awslogs") return null;
  return logConfiguration?.options?.["awslogs-group"] ?? (logStreamName === undefined ? null : DEFAULT_LOG_GROUP);
}

function findLog(arn: string | undefined, logGroup: string | null, container: JobContainer): string | null {
  const { logStreamName, logConfiguration } = container;
  return arn === undefined || logGroup === null || logStreamName === undefined
    ? null
    : findLogUrl(arn, logGroup, logStreamName, logConfiguration?.options?.["awslogs-region"]);
}

/** JSON has no NaN and no Infinity. */
const findNumber = (value: number | undefined): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** Last millisecond of the year 9999: later ones have no ISO 8601 form of four digits. */
export const LAST_TIME_MS = 253_402_300_799_999;

/** Whole milliseconds; undefined for anything that is no time. */
const findTime = (timeMs: number | undefined): number | undefined =>
  typeof timeMs === "number" && timeMs >= 0 && timeMs <= LAST_TIME_MS ? Math.floor(timeMs) : undefined;

function formatTime(timeMs: number | undefined): string | null {
  const time = findTime(timeMs);
  return time === undefined ? null : new Date(time).toISOString();
}

function secondsBetween(startMs: number | undefined, endMs: number | undefined): number | null {
  const [start, end] = [findTime(startMs), findTime(endMs)];
  return start === undefined || end === undefined ? null : Math.max(0, end - start) / 1000;
}
