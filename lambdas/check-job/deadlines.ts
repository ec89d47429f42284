import { isQueued, isTime, type Job } from "../../workflow/result/job";
import type { JobWatch } from "../../workflow/result/job-watch";

type Category = "QueueTimeout" | "OverallTimeout";

/** A deadline that the input set for the job. */
export interface Deadline {
  readonly category: Category;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Text for the job's statusReason when it passes. */
  readonly reason: string;
}

/** Returns the deadlines that still apply to the job, soonest first. Batch itself enforces run_timeout. */
export function findDeadlines(watch: JobWatch, job: Job): Deadline[] {
  const deadlines: Deadline[] = [];
  const { queueTimeoutSeconds, overallTimeoutSeconds } = watch;
  // A job that Batch retries is queued again, but it has run.
  if (queueTimeoutSeconds !== null && isQueued(job) && !watch.hasRun)
    deadlines.push({
      category: "QueueTimeout",
      atMs: queueDeadlineMs(watch, queueTimeoutSeconds),
      reason: `not RUNNING ${queueTimeoutSeconds} s after it was created (queue_timeout)`,
    });
  if (overallTimeoutSeconds !== null)
    deadlines.push({
      category: "OverallTimeout",
      atMs: overallDeadlineMs(watch, overallTimeoutSeconds),
      reason: `not ended ${overallTimeoutSeconds} s after the execution started (overall_timeout)`,
    });
  return deadlines.sort((one, other) => one.atMs - other.atMs);
}

/**
 * Returns the time of the first deadline that may apply to a job that cannot be seen, in milliseconds; Infinity
 * without one.
 */
export function findKnownDeadline(watch: JobWatch): number {
  const { queueTimeoutSeconds, overallTimeoutSeconds, hasRun } = watch;
  return Math.min(
    overallTimeoutSeconds === null ? Infinity : overallDeadlineMs(watch, overallTimeoutSeconds),
    queueTimeoutSeconds === null || hasRun ? Infinity : queueDeadlineMs(watch, queueTimeoutSeconds),
  );
}

const overallDeadlineMs = ({ executionStartedAt }: JobWatch, timeoutSeconds: number): number =>
  Date.parse(executionStartedAt) + timeoutSeconds * 1000;

const queueDeadlineMs = ({ queuedSince, lastSeenAt }: JobWatch, timeoutSeconds: number): number =>
  Date.parse(queuedSince ?? lastSeenAt) + timeoutSeconds * 1000;

/**
 * Returns when a job began to queue, at its first poll: Batch's `createdAt`. For a job of this execution it is
 * limited to the time between the execution's start and the end of `Submit Job`, because Batch's clock may differ.
 */
export function findQueuedSince(watch: JobWatch, { createdAt }: Job): string {
  const latestMs = Date.parse(watch.lastSeenAt);
  const createdMs = isTime(createdAt) ? createdAt : latestMs;
  const earliestMs = watch.attached ? 0 : Date.parse(watch.executionStartedAt);
  return new Date(Math.min(Math.max(createdMs, earliestMs), latestMs)).toISOString();
}
