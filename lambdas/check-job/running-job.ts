import type { JobSummary } from "@aws-sdk/client-batch";
import { doubtWaitSeconds, nextWaitSeconds } from "../../workflow/pacing";
import { hasBegunToRun, isKnownStatus, isQueued, isTime, progressStatus, type Job } from "../../workflow/result/job";
import { cutText } from "../../workflow/result/job-result";
import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import { describeJobs, iterateJobs, type BatchApi, type DescribedJob } from "../shared/batch-api";
import { formatTerminationReason, MAX_REASON_CHARACTERS } from "../shared/submitted-jobs";
import { giveUp, pollBudgetReason, type Poll } from "./conclude-run";

/** Maximum wait between polls after TerminateJob, in seconds. */
const TERMINATION_WAIT_SECONDS = 30;
/** Maximum time from TerminateJob to the end of the job, in milliseconds. Batch sends SIGKILL 30 s after SIGTERM. */
const TERMINATION_GRACE_MS = 900_000;
/** Consecutive polls that must find a misconfiguration, so that one that is fixed at once ends nothing. */
const MISCONFIGURED_POLLS = 2;

/** Watches a job that has not ended: terminates it after a deadline or a misconfiguration, and paces the polls. */
export async function watchRunningJob(poll: Poll, job: DescribedJob): Promise<CheckJobResult> {
  const { batch, watch, nowMs, log } = poll;
  if (!isKnownStatus(job.status))
    log.warn({ message: "waiting through an unknown status", jobId: watch.jobId, status: job.status });
  if (poll.isBudgetSpent) {
    const reason = formatTerminationReason("PollBudget", watch.executionArn, pollBudgetReason(watch));
    if (!watch.attached) await batch.terminateJob(watch.jobId, reason);
    return giveUp(watch, job, "PollBudget", reason);
  }
  const runnablePolls = hasRunnableChildren(job) ? watch.runnablePolls + 1 : 0;
  const reason = await findStatusReason(batch, { ...watch, runnablePolls }, job);
  // The watch must stay small, whatever Batch replies.
  const statusReason = reason === null ? null : cutText(reason, MAX_REASON_CHARACTERS);
  const queuedSince = watch.queuedSince ?? findQueuedSince(watch, job);
  const seen = {
    ...watch,
    jobName: job.jobName ?? watch.jobName,
    status: cutText(String(progressStatus(job)), MAX_REASON_CHARACTERS),
    statusReason,
    lastSeenAt: new Date(nowMs).toISOString(),
    queuedSince,
    hasRun: watch.hasRun || hasBegunToRun(job),
    missingPolls: 0,
    misconfiguredPolls: isMisconfigured(statusReason) ? watch.misconfiguredPolls + 1 : 0,
    runnablePolls,
  };
  return watch.termination === null
    ? continueOrTerminate({ ...poll, watch: seen }, job, queuedSince)
    : awaitTermination(seen, job, watch.termination, nowMs);
}

async function continueOrTerminate(poll: Poll, job: DescribedJob, queuedSince: string): Promise<CheckJobResult> {
  const { watch, nowMs } = poll;
  if (watch.misconfiguredPolls >= MISCONFIGURED_POLLS)
    return end(poll, job, "QueueBlocked", `blocked in its queue: ${String(watch.statusReason)}`);
  const [deadline] = findDeadlines(watch, job);
  if (deadline !== undefined && deadline.atMs <= nowMs) {
    const lastWords = watch.statusReason === null ? "" : `; last statusReason: ${watch.statusReason}`;
    return end(poll, job, deadline.category, `${deadline.reason}${lastWords}`);
  }
  const ageSeconds = Math.max(0, nowMs - Date.parse(queuedSince)) / 1000;
  const paceSeconds = nextWaitSeconds(watch.waitTimeSeconds, ageSeconds, watch);
  // A deadline must not be noticed a whole wait late.
  const untilDeadlineSeconds = deadline === undefined ? paceSeconds : Math.ceil((deadline.atMs - nowMs) / 1000);
  return { ...watch, waitSeconds: Math.min(paceSeconds, untilDeadlineSeconds, doubtWaitSeconds(watch.doubt)) };
}

type Termination = NonNullable<JobWatch["termination"]>;

/** Terminates the job and waits for its end. An attached job continues, and only the run ends. */
async function end(
  { batch, log, watch, nowMs }: Poll,
  job: DescribedJob,
  category: Termination["category"],
  text: string,
): Promise<CheckJobResult> {
  if (watch.attached)
    return giveUp(
      watch,
      job,
      category,
      `${text}; job ${watch.jobId} was not submitted by this execution and continues`,
    );
  const reason = formatTerminationReason(category, watch.executionArn, text);
  await batch.terminateJob(watch.jobId, reason);
  log.warn({ message: "terminated the job", jobId: watch.jobId, category, reason });
  const termination = { category, reason, requestedAt: new Date(nowMs).toISOString() };
  return { ...watch, termination, waitSeconds: Math.min(watch.waitTimeSeconds, TERMINATION_WAIT_SECONDS) };
}

function awaitTermination(watch: JobWatch, job: DescribedJob, termination: Termination, nowMs: number): CheckJobResult {
  if (nowMs - Date.parse(termination.requestedAt) > TERMINATION_GRACE_MS)
    return giveUp(
      watch,
      job,
      termination.category,
      `${termination.reason}; still ${String(watch.status)} although TerminateJob was called at ${termination.requestedAt}`,
    );
  return { ...watch, waitSeconds: Math.min(watch.waitTimeSeconds, TERMINATION_WAIT_SECONDS) };
}

/** A deadline that the input set for the job. */
interface Deadline {
  readonly category: Termination["category"];
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Text for the job's statusReason when it passes. */
  readonly reason: string;
}

/** Returns the deadlines that still apply to the job, soonest first. Batch itself enforces run_timeout. */
function findDeadlines(watch: JobWatch, job: Job): Deadline[] {
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
function findQueuedSince(watch: JobWatch, { createdAt }: Job): string {
  const latestMs = Date.parse(watch.lastSeenAt);
  const createdMs = isTime(createdAt) ? createdAt : latestMs;
  const earliestMs = watch.attached ? 0 : Date.parse(watch.executionStartedAt);
  return new Date(Math.min(Math.max(createdMs, earliestMs), latestMs)).toISOString();
}

const MISCONFIGURATION = "MISCONFIGURATION:";
/**
 * Consecutive polls with RUNNABLE children before they are listed, so that an array that starts soon takes no extra
 * call.
 */
const RUNNABLE_POLLS = 2;

/** Maximum number of children to read: all have the same queue and job definition. */
const MAX_CHILDREN = 100;

const isMisconfigured = (statusReason: string | null | undefined): boolean =>
  statusReason?.startsWith(MISCONFIGURATION) === true;

/** Returns whether the children of a PENDING array job are RUNNABLE at best. */
const hasRunnableChildren = (job: Job): boolean =>
  job.status === "PENDING" && job.arrayProperties?.statusSummary !== undefined && progressStatus(job) === "RUNNABLE";

/**
 * Returns the reason for which the job waits: its own statusReason, or that of a child of an array job.
 * @throws BatchApiError when the children cannot be listed
 */
async function findStatusReason(batch: BatchApi, watch: JobWatch, job: Job): Promise<string | null> {
  if (job.statusReason !== undefined || watch.runnablePolls < RUNNABLE_POLLS) return job.statusReason ?? null;
  const children: JobSummary[] = [];
  for await (const child of iterateJobs(batch, { arrayJobId: watch.jobId, jobStatus: "RUNNABLE" }))
    if (children.push(child) >= MAX_CHILDREN) break;
  const reasons = children.flatMap(({ statusReason }) => statusReason ?? []);
  const [first] = children;
  // A summary may omit the reason.
  if (reasons.length === 0 && first?.jobId !== undefined)
    reasons.push(...(await describeJobs(batch, [first.jobId])).flatMap(({ statusReason }) => statusReason ?? []));
  return reasons.find(isMisconfigured) ?? reasons[0] ?? null;
}
