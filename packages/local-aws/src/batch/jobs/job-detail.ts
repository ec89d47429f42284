import type { Attempt, Job } from "./job";
import { defined } from "../endpoint/operation";
import { EMPTY_LISTS } from "../resources/job-definition";

/**
 * Returns a job as DescribeJobs does. Members without a value, such as startedAt before RUNNING, are omitted as in
 * AWS.
 */
export function describeJob(job: Job): object {
  const { settings } = job;
  return defined({
    jobArn: job.jobArn,
    jobName: job.jobName,
    jobId: job.jobId,
    jobQueue: job.queue.jobQueueArn,
    status: job.status,
    shareIdentifier: settings.shareIdentifier,
    schedulingPriority: settings.schedulingPriority,
    attempts: job.attempts.filter(({ stoppedAt }) => stoppedAt !== undefined).map(describeAttempt),
    statusReason: job.statusReason,
    createdAt: job.createdAt,
    retryStrategy: { ...settings.retryStrategy },
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    dependsOn: settings.dependsOn,
    jobDefinition: job.definition.jobDefinitionArn,
    parameters: settings.parameters,
    container: describeContainer(job),
    arrayProperties: describeArray(job),
    timeout:
      settings.attemptDurationSeconds === undefined
        ? undefined
        : { attemptDurationSeconds: settings.attemptDurationSeconds },
    tags: job.tags,
    propagateTags: settings.propagateTags,
    platformCapabilities: [job.queue.platform],
    isCancelled: job.isCancelled,
    isTerminated: job.isTerminated,
  });
}

/** Returns a job as ListJobs does. */
export function summarizeJob(job: Job): object {
  const { exitCode, reason } = job.attempts.at(-1) ?? {};
  return defined({
    jobArn: job.jobArn,
    jobId: job.jobId,
    jobName: job.jobName,
    createdAt: job.createdAt,
    shareIdentifier: job.settings.shareIdentifier,
    status: job.status,
    statusReason: job.statusReason,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    container: exitCode === undefined && reason === undefined ? undefined : defined({ exitCode, reason }),
    arrayProperties: describeArray(job),
    jobDefinition: job.definition.jobDefinitionArn,
  });
}

function describeAttempt({ startedAt, stoppedAt, statusReason, ...container }: Attempt): object {
  return defined({
    container: defined({ ...container, networkInterfaces: [] }),
    startedAt,
    stoppedAt,
    statusReason,
  });
}

function describeContainer(job: Job): object {
  const { containerInstanceArn, taskArn, logStreamName, exitCode, reason } = job.attempts.at(-1) ?? {};
  return defined({
    ...EMPTY_LISTS,
    networkInterfaces: [],
    ...job.settings.container,
    containerInstanceArn,
    taskArn,
    logStreamName,
    exitCode,
    reason,
  });
}

function describeArray({ array, child }: Job): object | undefined {
  if (array !== undefined) {
    const { size, statusSummary, statusSummaryLastUpdatedAt } = array;
    return { size, statusSummary: { ...statusSummary }, statusSummaryLastUpdatedAt };
  }
  return child === undefined ? undefined : { index: child.index };
}
