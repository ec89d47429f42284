/** Step Functions ends an execution at this many history events. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_HISTORY_EVENTS = 25_000;

/** History events of one poll: Wait State 2, Task with a Lambda function 5, Choice 2. */
export const EVENTS_PER_POLL = 9;

/** History events that each retry of a task adds: scheduled, started, failed. */
const EVENTS_PER_RETRY = 3;

/** Polls that come at exactly wait_time; later ones may come further apart. */
export const POLLS_AT_WAIT_TIME = 1_200;

/** Polls after which the execution gives up, while it can still say so: 2,400 polls are 21,600 of the 25,000 events. */
export const MAX_POLLS = 2_400;

/** How much later than it happened the end of a job may be noticed, as a share of the job's age. */
const AGE_SHARE = 0.01;

/** What of the history has been used so far. */
export interface PollUsage {
  /** Checks of the job so far. */
  readonly polls: number;
  /** Failed attempts of the Lambda functions so far, which the workflow retried. */
  readonly retries: number;
}

/** Polls so far, with the retries counted as the polls that their events would have paid for. */
export function spentPolls({ polls, retries }: PollUsage): number {
  return polls + Math.ceil((retries * EVENTS_PER_RETRY) / EVENTS_PER_POLL);
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
  return 1 + (hashText(jobId) % waitTimeSeconds);
}

/** 32-bit FNV-1a: few operations, and every character changes all of it. @see http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Seconds to wait before each later poll: exactly `waitTimeSeconds` for the first 1,200 polls, after that at least 1 % of
 * the job's age, so that a year fits into the history and the end is never noticed later than the greater of the two.
 * @param jobAgeSeconds - seconds since the job was created; 0 while that is not known
 */
export function nextWaitSeconds(waitTimeSeconds: number, jobAgeSeconds: number, usage: PollUsage): number {
  if (spentPolls(usage) < POLLS_AT_WAIT_TIME) return waitTimeSeconds;
  return Math.max(waitTimeSeconds, Math.ceil(jobAgeSeconds * AGE_SHARE));
}
