/**
 * Step Functions ends an execution at this many history events.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const MAX_HISTORY_EVENTS = 25_000;

/** History events of one poll: Wait State 2, Task with a Lambda function 5, Choice 2. */
export const EVENTS_PER_POLL = 9;

/** History events of one poll after a wait that an event can end: callback task 6, Lambda function 5, Choice 2. */
export const EVENTS_PER_EVENT_POLL = 13;

/** Maximum length of a plain wait with `events`, in seconds: it has a third of the history events. */
export const MAX_PLAIN_WAIT_SECONDS = 60;

/** History events that each retry of a task adds: scheduled, started, failed. */
const EVENTS_PER_RETRY = 3;

/** Polls that come at exactly wait_time; later ones may come further apart. */
export const POLLS_AT_WAIT_TIME = 1_200;

/**
 * Polls after which the execution gives up, while it can still say so: 2,400 polls are 21,600 of the 25,000 events.
 */
export const MAX_POLLS = 2_400;

/** Maximum delay until the job's end is noticed, as a share of the job's age. */
const AGE_SHARE = 0.01;
/** Longest time that an execution may take, in seconds: a year. */
const MAX_RUN_SECONDS = 31_536_000;
/** Age from which waits grow no further, in seconds. Batch's times are not trusted beyond it. */
const MAX_AGE_SECONDS = 2 * MAX_RUN_SECONDS;

/** Time after which an outage is given up, in seconds: a little less than a day. */
export const MAX_OUTAGE_SECONDS = 85_800;
/**
 * Maximum wait in the first 45 minutes of an outage, and while a deadline is due, in seconds: a deadline is enforced
 * within a minute of Batch's first reply.
 */
export const MAX_OUTAGE_WAIT_SECONDS = 45;
/** Polls that are kept for failures in the last part of a year. */
const KEPT_POLLS = 50;
/** Polls that an outage may use beyond MAX_POLLS. */
const SPARE_POLLS = 100;

/** Polls that last for an outage of a day while no deadline is due: about 300, with a margin. */
const PATIENT_POLLS = 400;

/** Number of looks for another submission at most 10 s apart; the following ones are at most a minute apart. */
const FREQUENT_LOOKS = 18;
export const EARLY_LOOKS = 30;

/** Retries after which the time of the state's entry is more than a few seconds old. */
const FEW_RETRIES = 3;

/** Usage of the history so far. */
interface PollUsage {
  /** Checks of the job so far. */
  readonly polls: number;
  /** Failed attempts of the Lambda functions so far, which the workflow retried. */
  readonly retries: number;
  /** Integration of the execution. @default "poll" */
  readonly integration?: PollingIntegration;
}

/** Integrations that check the job with a Lambda function. With `events`, an event can end a wait early. */
export type PollingIntegration = "poll" | "events";

/** Cost of a poll, as a multiple of the cost with a plain wait. All waits of `events` count as waits for an event. */
const pollCost = ({ integration }: Pick<PollUsage, "integration">): number =>
  integration === "events" ? EVENTS_PER_EVENT_POLL / EVENTS_PER_POLL : 1;

/** Polls for which the history has room. */
export const findMaxPolls = (integration: PollingIntegration): number =>
  Math.floor(MAX_POLLS / pollCost({ integration }));

/** Polls so far, in polls after a plain wait; retries count by their events. */
export function spentPolls(usage: PollUsage): number {
  return Math.ceil(usage.polls * pollCost(usage) + (usage.retries * EVENTS_PER_RETRY) / EVENTS_PER_POLL);
}

/** Whether another poll would put the execution at risk of ending for its history's length. */
export function isPollBudgetSpent(usage: PollUsage): boolean {
  return spentPolls(usage) >= MAX_POLLS;
}

/**
 * Seconds to wait before the first poll, 1 to `waitTimeSeconds`: the same for the same job, and spread evenly over
 * different ones, so that executions that were started together do not poll together. All later waits keep that
 * distance.
 */
export function firstWaitSeconds(waitTimeSeconds: number, jobId: string): number {
  return spread(waitTimeSeconds, jobId);
}

/** Returns an integer from 1 to `max` that is the same for the same text, and evenly spread over different texts. */
export const spread = (max: number, text: string): number => 1 + (hashText(text) % max);

/**
 * 32-bit FNV-1a: few operations, and every character changes all of it.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Seconds to wait before each later poll: exactly `waitTimeSeconds` for the first 1,200 polls, then at least 1 % of
 * the job's age. A year then fits into the history, and the end is noticed within the greater of the two. Failed
 * polls and retries lengthen the later waits, so that they cannot use up the history.
 * @param jobAgeSeconds - seconds since the job was created; 0 while that is not known
 */
export function nextWaitSeconds(waitTimeSeconds: number, jobAgeSeconds: number, usage: PollUsage): number {
  const spent = spentPolls(usage);
  if (spent < POLLS_AT_WAIT_TIME) return waitTimeSeconds;
  const ageSeconds = Math.min(jobAgeSeconds, MAX_AGE_SECONDS);
  const restPolls = (MAX_POLLS - KEPT_POLLS - spent) / pollCost(usage);
  return Math.max(
    waitTimeSeconds,
    Math.ceil(ageSeconds * Math.max(AGE_SHARE, findSparingShare(ageSeconds, restPolls))),
  );
}

/**
 * Share of the job's age at which the rest of the polls lasts for a year; above 1 % only where many polls have
 * failed.
 */
function findSparingShare(ageSeconds: number, restPolls: number): number {
  const growth = Math.max(1, MAX_RUN_SECONDS / Math.max(1, ageSeconds));
  return growth ** (1 / Math.max(1, restPolls)) - 1;
}

/** Whether the budget is spent even for polls in an outage. */
export const isOutageBudgetSpent = (usage: PollUsage): boolean => spentPolls(usage) >= MAX_POLLS + SPARE_POLLS;

/**
 * Seconds to wait before the next poll in an outage: a quarter of the outage's age, at most 45 s; after 45 minutes a
 * sixtieth of it. Longer where the history would not last for the rest of the outage.
 * @param ageSeconds - seconds since the first failure; 0 at the first
 * @param isDue - whether a deadline has passed, which keeps the waits at 45 s
 */
export function outageWaitSeconds(ageSeconds: number, usage: PollUsage, isDue: boolean): number {
  const backoff = Math.min(MAX_OUTAGE_WAIT_SECONDS, Math.max(2, Math.ceil(ageSeconds / 4)));
  const patient = isDue ? backoff : Math.max(backoff, Math.ceil(ageSeconds / 60));
  const restSeconds = Math.max(1, Math.ceil(MAX_OUTAGE_SECONDS - ageSeconds));
  const restPolls = (MAX_POLLS + SPARE_POLLS - spentPolls(usage)) / pollCost(usage);
  const spared = Math.ceil(restSeconds / restPolls);
  const isScarce = restPolls < PATIENT_POLLS || (isDue && backoff === MAX_OUTAGE_WAIT_SECONDS);
  const mustSpare = isScarce && spared > MAX_OUTAGE_WAIT_SECONDS;
  return Math.min(restSeconds, mustSpare ? Math.max(patient, spared) : patient);
}

/**
 * Shortens a wait after a throttled poll by up to half. Executions whose jobs ended at the same moment then do not
 * poll together again. A wait that spares the history is kept.
 * @param text - differs between executions and polls
 */
export function scatterWait(waitSeconds: number, text: string): number {
  if (waitSeconds > MAX_OUTAGE_WAIT_SECONDS) return waitSeconds;
  return Math.ceil(waitSeconds / 2) - 1 + spread(Math.floor(waitSeconds / 2) + 1, text);
}

/** Maximum wait while another submission may appear, in seconds; Infinity without doubt or after 30 looks. */
export function doubtWaitSeconds(doubt: { readonly looks: number } | null): number {
  if (doubt === null || doubt.looks >= EARLY_LOOKS) return Infinity;
  return doubt.looks < FREQUENT_LOOKS ? 10 : 60;
}

/** Returns whether `EnteredTime`, which retries do not change, is much older than the current attempt. */
export const isTimeStale = (retryCount: number | null | undefined): boolean => (retryCount ?? 0) > FEW_RETRIES;
