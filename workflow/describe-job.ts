import { classifyFailure, lastContainer } from "./classify-failure";
import { findJobConsoleUrl, findLogUrl } from "./console-url";
import { isRetryable, type FailureCategory } from "./failure-category";
import { DEFAULT_LOG_GROUP, isTime, type Job, type JobAttempt, type JobContainer } from "./job";
import type { JobResult, JobResultAttempt } from "./job-result";
import { unifyJob } from "./unify-job";

/** What the execution knows about the job and Batch does not. */
export interface RunFacts {
  readonly polls: number;
  readonly reused: boolean;
  readonly duplicates: readonly string[];
}

/**
 * The result of a run from what Batch says of its job.
 * @param known - why the run failed, where that is known better than from the job itself
 */
export function describeJob(described: Job, facts: RunFacts, known?: FailureCategory | null): JobResult {
  const job = unifyJob(described);
  const category = known ?? (job.status === "FAILED" ? classifyFailure(job) : null);
  const container = lastContainer(job);
  const logGroup = findLogGroup(container);
  const { jobArn, jobId, startedAt, stoppedAt, createdAt } = job;
  return {
    jobId: jobId ?? null,
    jobArn: jobArn ?? null,
    jobName: job.jobName ?? null,
    status: job.status ?? null,
    category,
    retryable: category !== null && isRetryable(category),
    exitCode: container.exitCode ?? null,
    statusReason: job.statusReason ?? null,
    containerReason: container.reason ?? null,
    attempts: (job.attempts ?? []).map(describeAttempt),
    logGroup,
    logUrl: findLog(jobArn, logGroup, container.logStreamName),
    consoleUrl: jobArn === undefined || jobId === undefined ? null : findJobConsoleUrl(jobArn, jobId),
    createdAt: formatTime(createdAt),
    startedAt: formatTime(startedAt),
    stoppedAt: formatTime(stoppedAt),
    queuedSeconds: secondsBetween(createdAt, startedAt ?? stoppedAt),
    runSeconds: secondsBetween(startedAt, stoppedAt),
    polls: facts.polls,
    reused: facts.reused,
    duplicates: facts.duplicates,
  };
}

function describeAttempt(attempt: JobAttempt, index: number): JobResultAttempt {
  return {
    number: index + 1,
    exitCode: attempt.container?.exitCode ?? null,
    reason: attempt.container?.reason ?? attempt.statusReason ?? null,
    startedAt: formatTime(attempt.startedAt),
    stoppedAt: formatTime(attempt.stoppedAt),
    logStreamName: attempt.container?.logStreamName ?? null,
  };
}

function findLogGroup({ logConfiguration, logStreamName }: JobContainer): string | null {
  if (logConfiguration?.logDriver !== undefined && logConfiguration.logDriver !== "awslogs") return null;
  return logConfiguration?.options?.["awslogs-group"] ?? (logStreamName === undefined ? null : DEFAULT_LOG_GROUP);
}

function findLog(arn: string | undefined, logGroup: string | null, logStreamName: string | undefined): string | null {
  return arn === undefined || logGroup === null || logStreamName === undefined
    ? null
    : findLogUrl(arn, logGroup, logStreamName);
}

const formatTime = (timeMs: number | undefined): string | null =>
  isTime(timeMs) ? new Date(timeMs).toISOString() : null;

const secondsBetween = (startMs: number | undefined, endMs: number | undefined): number | null =>
  isTime(startMs) && isTime(endMs) ? Math.max(0, endMs - startMs) / 1000 : null;
