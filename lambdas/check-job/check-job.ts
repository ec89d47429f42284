import { hasBegunToRun, isKnownStatus, isTerminal, progressStatus } from "../../workflow/result/job";
import type { CheckJobResult, JobWatch } from "../../workflow/result/job-watch";
import {
  doubtWaitSeconds,
  EARLY_LOOKS,
  isPollBudgetSpent,
  isTimeStale,
  MAX_POLLS,
  nextWaitSeconds,
} from "../../workflow/pacing";
import type { BatchApi } from "../shared/batch-api";
import { BatchApiError } from "../shared/batch-api-error";
import type { DescribedJob } from "../shared/describe-jobs";
import type { Log } from "../shared/log";
import { cutText, formatTerminationReason, MAX_REASON_CHARACTERS } from "../shared/termination-reason";
import { explainEndedJob } from "./array-failure";
import { awaitAnswer } from "./await-answer";
import type { CheckJobEvent } from "./check-job-event";
import { findDeadlines, findKnownDeadline, findQueuedSince } from "./deadlines";
import { findStatusReason, hasRunnableChildren, isMisconfigured } from "./misconfiguration";
import { concludeEndedJob, giveUp } from "./outcome";
import type { Poll } from "./poll";
import { seeJob } from "./see-job";
import { mayEnd, settleDoubt } from "./settle-doubt";

/** Maximum time for which DescribeJobs may not know a job, in milliseconds, without outages. */
const MISSING_GRACE_MS = 120_000;
/** Maximum wait before the next poll of a job that was not found, in seconds. One empty reply proves nothing. */
const MISSING_WAIT_SECONDS = 60;
/** Maximum time for which a failed job waits for its explanation, in milliseconds. */
const EXPLANATION_MS = 600_000;
/** Wait between polls of an ended job while another submission may appear or is stopping, in seconds. */
const UNSETTLED_WAIT_SECONDS = 10;
/** Maximum wait between polls after TerminateJob, in seconds. */
const TERMINATION_WAIT_SECONDS = 30;
/** Maximum time from TerminateJob to the end of the job, in milliseconds. Batch sends SIGKILL 30 s after SIGTERM. */
const TERMINATION_GRACE_MS = 900_000;
/** Consecutive polls that must find a misconfiguration, so that one that is fixed at once ends nothing. */
const MISCONFIGURED_POLLS = 2;

/**
 * Polls the job once. Returns the watch with the time until the next poll, or the outcome of the run. An error of
 * Batch never ends the run: the poll is repeated.
 */
export async function checkJob(batch: BatchApi, event: CheckJobEvent, log: Log): Promise<CheckJobResult> {
  const watch = {
    ...event.watch,
    polls: event.watch.polls + 1,
    retries: event.watch.retries + (event.state.RetryCount ?? 0),
    lastSeenAt: findLastSeenAt(event),
  };
  const nowMs = Date.parse(event.state.EnteredTime);
  const poll = { batch, log, watch, nowMs, isBudgetSpent: isPollBudgetSpent(watch) };
  try {
    return withFreshTime(event, await look(poll));
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    return awaitAnswer(poll, error);
  }
}

async function look(poll: Poll): Promise<CheckJobResult> {
  const seen = await seeJob(poll.batch, poll.watch);
  const { doubt } = poll.watch;
  const { watch, job, isSettled } =
    doubt !== null && (doubt.looks < EARLY_LOOKS || mayEnd(poll, seen))
      ? await settleDoubt(poll, doubt, seen)
      : { watch: poll.watch, job: seen, isSettled: true };
  const answered = { ...poll, watch: { ...watch, outage: null } };
  if (job === undefined) return concludeMissingJob(answered);
  if (isTerminal(job.status))
    return isSettled
      ? concludeEndedJob(watch, await explainEndedJob(poll.batch, job, waitForExplanation(poll)))
      : { ...answered.watch, status: String(job.status), waitSeconds: UNSETTLED_WAIT_SECONDS };
  return watchRunningJob(answered, job);
}

/**
 * Repeats the poll for ten minutes when the reason of a failure cannot be read. After that, the job's own reason
 * stands.
 */
function waitForExplanation({ watch, nowMs, log }: Poll): (error: BatchApiError) => void {
  return (error) => {
    const sinceMs = watch.outage === null ? nowMs : Date.parse(watch.outage.since);
    if (nowMs - sinceMs < EXPLANATION_MS) throw error;
    log.warn({ message: "cannot read the children or the main node", jobId: watch.jobId, error: error.message });
  };
}

/**
 * Returns when the job was last seen. Until the first time, that is when the first wait began: Submit Job may have
 * been retried.
 */
function findLastSeenAt({ watch, state }: CheckJobEvent): string {
  if (watch.polls > 0) return watch.lastSeenAt;
  const firstWaitBeganMs = Date.parse(state.EnteredTime) - watch.waitSeconds * 1000;
  return new Date(Math.max(Date.parse(watch.lastSeenAt), firstWaitBeganMs)).toISOString();
}

/** Polls again at once after many retries: the time of this poll is old, and a deadline may have passed. */
function withFreshTime({ state }: CheckJobEvent, result: CheckJobResult): CheckJobResult {
  if (result.outcome !== "WAITING" || !isTimeStale(state.RetryCount)) return result;
  return findKnownDeadline(result) === Infinity ? result : { ...result, waitSeconds: 1 };
}

function concludeMissingJob({ watch, nowMs, log, isBudgetSpent }: Poll): CheckJobResult {
  const missingPolls = watch.missingPolls + 1;
  log.warn({ message: "DescribeJobs does not know the job", jobId: watch.jobId, missingPolls });
  if (isBudgetSpent) return giveUp(watch, undefined, "PollBudget", pollBudgetReason(watch));
  const waitSeconds = Math.min(watch.waitTimeSeconds, MISSING_WAIT_SECONDS, doubtWaitSeconds(watch.doubt));
  // An outage does not count: only polls that Batch answered can have missed the job.
  const missingMs = Math.min(nowMs - Date.parse(watch.lastSeenAt), missingPolls * waitSeconds * 1000);
  if (missingMs > MISSING_GRACE_MS) return giveUp(watch, undefined, "NotFound", notFoundReason(watch));
  return { ...watch, missingPolls, waitSeconds };
}

const notFoundReason = ({ jobId, attached, status, lastSeenAt }: JobWatch): string =>
  `DescribeJobs has not known job ${jobId} since ${lastSeenAt}; Batch keeps ended jobs for at least 7 days` +
  (attached && status === null ? "; a service job is not a job: use DescribeServiceJob" : "");

async function watchRunningJob(poll: Poll, job: DescribedJob): Promise<CheckJobResult> {
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

const pollBudgetReason = (watch: JobWatch): string =>
  `not ended after ${watch.polls} polls and ${watch.retries} retries; an execution's history has room for ${MAX_POLLS} polls`;
