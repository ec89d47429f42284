import type { JobDetail } from "@aws-sdk/client-batch";
import * as z from "zod";
import { findArnParts } from "../../workflow/arn";
import {
  doubtWaitSeconds,
  EARLY_LOOKS,
  isOutageBudgetSpent,
  isPollBudgetSpent,
  isTimeStale,
  MAX_OUTAGE_SECONDS,
  outageWaitSeconds,
  scatterWait,
} from "../../workflow/pacing";
import { WORKFLOW_ERROR } from "../../workflow/result/failure";
import { isTerminal } from "../../workflow/result/job";
import { cutText } from "../../workflow/result/job-result";
import { jobWatchSchema, type CheckJobResult, type JobWatch } from "../../workflow/result/job-watch";
import { BatchApiError, type BatchApi, type DescribedJob } from "../shared/batch-api";
import { planWait, type WaitEnd } from "../shared/plan-wait";
import type { Log } from "../shared/services";
import { explainEndedJob } from "./ended-job";
import { concludeEndedJob, giveUp, pollBudgetReason, type Poll } from "./conclude-run";
import { findKnownDeadline, watchRunningJob } from "./running-job";
import { mayEnd, settleDoubt } from "./settle-doubt";

/**
 * End of a wait for an event: the output of the wait, or the error that it caught. The caller that has the task token
 * decides on the output, and no value of it may end the run.
 */
const wakeSchema = z
  .object({ Error: z.string().optional().catch(undefined), status: z.string().optional().catch(undefined) })
  .catch({ Error: undefined, status: undefined })
  .transform(({ Error: error, status }): WaitEnd => {
    if (error !== undefined) return error === "States.Timeout" ? "timeout" : "failure";
    return status === undefined || isTerminal(status) ? "event" : "blocked";
  });

/** Event of `Get Job Status`: the watch, and the state from Step Functions' context object. */
const checkJobEventSchema = z.object({
  watch: jobWatchSchema.extend({ wake: wakeSchema.optional() }),
  state: z.object({
    /** The time of this poll: the function reads no clock, so that pacing and deadlines follow the execution's. */
    EnteredTime: z.iso.datetime(),
    RetryCount: z.int().nullish(),
  }),
});

type CheckJobEvent = z.output<typeof checkJobEventSchema>;

/** @throws ZodError when the function was not invoked by this state machine */
export const parseCheckJobEvent = (event: unknown): CheckJobEvent => checkJobEventSchema.parse(event);

/** Maximum time for which DescribeJobs may not know a job, in milliseconds, without outages. */
const MISSING_GRACE_MS = 120_000;
/** Maximum wait before the next poll of a job that was not found, in seconds. One empty reply proves nothing. */
const MISSING_WAIT_SECONDS = 60;
/** Maximum time for which a failed job waits for its explanation, in milliseconds. */
const EXPLANATION_MS = 600_000;
/** Wait between polls of an ended job while another submission may appear or is stopping, in seconds. */
const UNSETTLED_WAIT_SECONDS = 10;

/**
 * Polls the job once. Returns the watch with the time until the next poll, or the outcome of the run. An error of
 * Batch never ends the run: the poll is repeated.
 */
export async function checkJob(batch: BatchApi, event: CheckJobEvent, log: Log): Promise<CheckJobResult> {
  const { wake, ...earlier } = event.watch;
  const watch = {
    ...earlier,
    polls: earlier.polls + 1,
    retries: earlier.retries + (event.state.RetryCount ?? 0),
    lastSeenAt: findLastSeenAt(event),
  };
  const nowMs = Date.parse(event.state.EnteredTime);
  const poll = { batch, log, watch, nowMs, isBudgetSpent: isPollBudgetSpent(watch) };
  if (wake === "failure") log.warn({ message: "the wait could not be stored", jobId: watch.jobId });
  const result = await lookOrAwaitAnswer(event, poll);
  return result.outcome === "WAITING" ? planWait(result, nowMs, wake) : result;
}

async function lookOrAwaitAnswer(event: CheckJobEvent, poll: Poll): Promise<CheckJobResult> {
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

/**
 * Asks Batch for the watched job.
 * @returns undefined when Batch answers that there is no such job
 * @throws BatchApiError when Batch does not answer, or the answer is not about this job
 */
async function seeJob(
  batch: BatchApi,
  { jobId, executionArn }: Pick<JobWatch, "jobId" | "executionArn">,
): Promise<DescribedJob | undefined> {
  const { jobs } = await batch.describeJobs([jobId]);
  if (!Array.isArray(jobs)) throw unclear(jobId, "without a list of jobs");
  if (jobs.length === 0) return undefined;
  const [job, ...others] = jobs.filter((each: JobDetail | null): each is DescribedJob => each?.jobId === jobId);
  if (job === undefined) throw unclear(jobId, "about other jobs");
  if (others.length > 0) throw unclear(jobId, `with ${others.length + 1} jobs of that ID`);
  if (typeof job.status !== "string") throw unclear(jobId, "without a status");
  const region = findArnParts(job.jobArn ?? "")?.region;
  if (region !== undefined && region !== findArnParts(executionArn)?.region)
    throw unclear(jobId, `about a job in region ${region}`);
  return job;
}

const unclear = (jobId: string, what: string): BatchApiError =>
  new BatchApiError(WORKFLOW_ERROR.server, `DescribeJobs on job ${jobId}: a reply ${what}`);

/** Maximum length of an error in the watch, in characters. */
const MAX_OUTAGE_REASON_CHARACTERS = 512;
/** Maximum time for which DescribeJobs may be refused for a job that was never seen, in seconds. */
const MAX_REFUSAL_SECONDS = 120;

/**
 * Waits until Batch replies again, because an error does not describe the job. Fails the run after an outage of a
 * day, or after two minutes if DescribeJobs is denied for an attached job that was never seen.
 */
function awaitAnswer({ watch, nowMs, log }: Poll, error: BatchApiError): CheckJobResult {
  const since = watch.outage?.since ?? new Date(nowMs).toISOString();
  const ageSeconds = Math.max(0, nowMs - Date.parse(since)) / 1000;
  const reason = cutText(error.message, MAX_OUTAGE_REASON_CHARACTERS);
  log.warn({ message: "Batch did not answer", jobId: watch.jobId, since, reason });
  const isRefused = error.name === WORKFLOW_ERROR.client && watch.attached && watch.status === null;
  if (isRefused && ageSeconds > MAX_REFUSAL_SECONDS) return giveUp(watch, undefined, "InvalidRequest", reason);
  if (ageSeconds >= MAX_OUTAGE_SECONDS || isOutageBudgetSpent(watch))
    return giveUp(watch, undefined, "Unknown", `Batch has not answered since ${since}; last error: ${reason}`);
  const backoffSeconds = findWaitSeconds(watch, nowMs, ageSeconds);
  const waitSeconds =
    error.name === WORKFLOW_ERROR.throttled
      ? scatterWait(backoffSeconds, `${watch.jobId} ${watch.polls}`)
      : backoffSeconds;
  return { ...watch, outage: { since, reason }, waitSeconds };
}

function findWaitSeconds(watch: JobWatch, nowMs: number, ageSeconds: number): number {
  const untilDeadlineSeconds = Math.ceil((findKnownDeadline(watch) - nowMs) / 1000);
  if (untilDeadlineSeconds <= 0) return outageWaitSeconds(ageSeconds, watch, true);
  return Math.min(outageWaitSeconds(ageSeconds, watch, false), untilDeadlineSeconds);
}
