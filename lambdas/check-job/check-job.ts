import { isKnownStatus, isTerminal, progressStatus, type Job } from "../../workflow/job";
import type { CheckJobResult, JobWatch } from "../../workflow/job-watch";
import { isPollBudgetSpent, MAX_POLLS, nextWaitSeconds } from "../../workflow/pacing";
import type { BatchApi } from "../shared/batch-api";
import type { Log } from "../shared/log";
import { formatTerminationReason } from "../shared/termination-reason";
import { explainBatchErrors } from "../shared/workflow-error";
import { explainEndedJob } from "./array-failure";
import type { CheckJobEvent } from "./check-job-event";
import { findDeadlines } from "./deadlines";
import { concludeEndedJob, giveUp, knownJob } from "./outcome";

/** How long a job may be unknown to DescribeJobs after it was submitted or last seen, in milliseconds. */
const MISSING_GRACE_MS = 120_000;
/** Longest wait before a job that was not found is looked for again, in seconds: one empty reply is no proof. */
const MISSING_WAIT_SECONDS = 60;
/** Longest wait between polls once TerminateJob was called, in seconds. */
const TERMINATION_WAIT_SECONDS = 30;
/** How long a job may take to end after TerminateJob, in milliseconds; Batch kills it 30 s after its SIGTERM. */
const TERMINATION_GRACE_MS = 900_000;
/** Polls in a row that must find the same misconfiguration, so that one that is mended at once ends nothing. */
const MISCONFIGURED_POLLS = 2;

interface Poll {
  readonly batch: BatchApi;
  readonly log: Log;
  readonly watch: JobWatch;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Looks at the job once and says whether to wait on, and how long, or how the run has ended.
 * @throws WorkflowError when Batch does not answer the question
 */
export async function checkJob(batch: BatchApi, event: CheckJobEvent, log: Log): Promise<CheckJobResult> {
  const watch = {
    ...event.watch,
    polls: event.watch.polls + 1,
    retries: event.watch.retries + (event.state.RetryCount ?? 0),
  };
  const poll = { batch, log, watch, nowMs: Date.parse(event.state.EnteredTime) };
  return explainBatchErrors(knownJob(watch), async () => {
    const job: Job | undefined = (await batch.describeJobs([watch.jobId])).jobs?.[0];
    if (job === undefined) return concludeMissingJob(poll);
    if (isTerminal(job.status)) return concludeEndedJob(watch, await explainEndedJob(batch, job, log));
    return watchRunningJob(poll, job);
  });
}

function concludeMissingJob({ watch, nowMs, log }: Poll): CheckJobResult {
  const missingPolls = watch.missingPolls + 1;
  log.warn({ message: "DescribeJobs does not know the job", jobId: watch.jobId, missingPolls });
  if (isPollBudgetSpent(watch)) return giveUp(watch, undefined, "PollBudget", pollBudgetReason(watch));
  // Submit Job's time is from before its retries; the job was there at the latest when the first wait began.
  const firstWaitBeganMs = watch.polls === 1 ? nowMs - watch.waitSeconds * 1000 : 0;
  const lastSeenMs = Math.max(Date.parse(watch.lastSeenAt), firstWaitBeganMs);
  const lastSeenAt = new Date(lastSeenMs).toISOString();
  if (missingPolls > 1 && nowMs - lastSeenMs > MISSING_GRACE_MS)
    return giveUp(
      watch,
      undefined,
      "NotFound",
      `DescribeJobs has not known job ${watch.jobId} since ${lastSeenAt}; Batch keeps ended jobs for at least 7 days`,
    );
  return { ...watch, missingPolls, lastSeenAt, waitSeconds: Math.min(watch.waitTimeSeconds, MISSING_WAIT_SECONDS) };
}

async function watchRunningJob(poll: Poll, job: Job): Promise<CheckJobResult> {
  const { batch, watch, nowMs, log } = poll;
  if (!isKnownStatus(job.status))
    log.warn({ message: "waiting through a status that is not known", jobId: watch.jobId, status: job.status });
  if (isPollBudgetSpent(watch)) {
    const reason = formatTerminationReason("PollBudget", watch.executionArn, pollBudgetReason(watch));
    if (!watch.attached) await batch.terminateJob(watch.jobId, reason);
    return giveUp(watch, job, "PollBudget", reason);
  }
  const misconfigured = job.statusReason?.startsWith("MISCONFIGURATION:") === true;
  const seen: JobWatch = {
    ...watch,
    jobName: job.jobName ?? watch.jobName,
    status: progressStatus(job) ?? null,
    statusReason: job.statusReason ?? null,
    lastSeenAt: new Date(nowMs).toISOString(),
    missingPolls: 0,
    misconfiguredPolls: misconfigured ? watch.misconfiguredPolls + 1 : 0,
  };
  return watch.termination === null
    ? continueOrTerminate({ ...poll, watch: seen }, job)
    : awaitTermination(seen, job, watch.termination, nowMs);
}

async function continueOrTerminate(poll: Poll, job: Job): Promise<CheckJobResult> {
  const { watch, nowMs } = poll;
  if (watch.misconfiguredPolls >= MISCONFIGURED_POLLS) {
    const reason = `blocked in its queue: ${String(job.statusReason)}`;
    return watch.attached ? giveUp(watch, job, "QueueBlocked", reason) : terminate(poll, "QueueBlocked", reason);
  }
  const [deadline] = findDeadlines(watch, job);
  if (deadline !== undefined && deadline.atMs <= nowMs) return terminate(poll, deadline.category, deadline.reason);
  const ageSeconds = Math.max(0, nowMs - (job.createdAt ?? nowMs)) / 1000;
  const paceSeconds = nextWaitSeconds(watch.waitTimeSeconds, ageSeconds, watch);
  // A deadline that is noticed a whole wait late would be none.
  const untilDeadlineSeconds = deadline === undefined ? paceSeconds : Math.ceil((deadline.atMs - nowMs) / 1000);
  return { ...watch, waitSeconds: Math.min(paceSeconds, untilDeadlineSeconds) };
}

type Termination = NonNullable<JobWatch["termination"]>;

async function terminate(
  { batch, log, watch, nowMs }: Poll,
  category: Termination["category"],
  text: string,
): Promise<CheckJobResult> {
  const reason = formatTerminationReason(category, watch.executionArn, text);
  await batch.terminateJob(watch.jobId, reason);
  log.warn({ message: "terminated the job", jobId: watch.jobId, category, reason });
  const termination = { category, reason, requestedAt: new Date(nowMs).toISOString() };
  return { ...watch, termination, waitSeconds: Math.min(watch.waitTimeSeconds, TERMINATION_WAIT_SECONDS) };
}

function awaitTermination(watch: JobWatch, job: Job, termination: Termination, nowMs: number): CheckJobResult {
  if (nowMs - Date.parse(termination.requestedAt) > TERMINATION_GRACE_MS)
    return giveUp(
      watch,
      job,
      termination.category,
      `${termination.reason}; still ${String(watch.status)} although TerminateJob was called at ${termination.requestedAt}`,
    );
  return { ...watch, waitSeconds: Math.min(watch.waitTimeSeconds, TERMINATION_WAIT_SECONDS) };
}

const pollBudgetReason = (watch: JobWatch): string =>
  `not ended after ${watch.polls} polls and ${watch.retries} retries; an execution's history has room for ${MAX_POLLS} polls`;
