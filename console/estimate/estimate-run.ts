import {
  EVENTS_PER_POLL,
  MAX_HISTORY_EVENTS,
  MAX_POLLS,
  nextWaitSeconds,
  POLLS_AT_WAIT_TIME,
} from "../../workflow/pacing";
import { priceOf } from "./prices";

/** A run that is to be estimated: one that succeeds, and of which no call has to be repeated. */
export interface PlannedRun {
  /** From SubmitJob to the job's end, its time in the queue included, in seconds. */
  readonly runTimeSeconds: number;
  readonly waitTimeSeconds: number;
  /**
   * Pause before the first poll, 1 to `waitTimeSeconds`, in seconds; the job's ID decides.
   * @default half of wait_time
   */
  readonly firstWaitSeconds?: number;
}

/** Usage and cost of a run. */
export interface RunEstimate {
  readonly polls: number;
  /** States entered. */
  readonly transitions: number;
  readonly historyEvents: number;
  readonly lambdaCalls: number;
  /** In us-east-1, without free tier, logs and traces. */
  readonly dollars: number;
  /** Maximum delay until the job's end is noticed, in seconds; null where AWS does not document it. */
  readonly worstDelaySeconds: number | null;
  /** Median delay of runs of about this length, in seconds; null where AWS does not document it. */
  readonly medianDelaySeconds: number | null;
  /** Whether the run ends before the history's quota would end it. */
  readonly fitsHistory: boolean;
}

/** Events besides the polls': started, Submit Job 5, Get Final Job Status 2, succeeded. */
export const POLL_BASE_EVENTS = 9;
/** Transitions of a poll: Wait X Seconds or Wait for Event, Get Job Status, Job Complete?. */
export const TRANSITIONS_PER_POLL = 3;
/**
 * Events with submitJob.sync: started, Input Accepted? 2, Submit Job entered, scheduled, started, submitted,
 * succeeded, exited; succeeded.
 */
const SYNC_EVENTS = 10;
const SYNC_TRANSITIONS = 2;

/** Returns the number of polls and the job's age at the last one, in seconds. */
export function countPolls({
  runTimeSeconds,
  waitTimeSeconds,
  firstWaitSeconds = Math.ceil(waitTimeSeconds / 2),
}: PlannedRun): { readonly polls: number; readonly noticedAtSeconds: number } {
  let polls = 1;
  let ageSeconds = firstWaitSeconds;
  while (ageSeconds < runTimeSeconds && polls < MAX_POLLS) {
    ageSeconds += nextWaitSeconds(waitTimeSeconds, ageSeconds, { polls, retries: 0 });
    polls += 1;
  }
  return { polls, noticedAtSeconds: ageSeconds };
}

/** Number of runs of which the median delay is calculated. Odd, so that one of them is the median. */
const SAMPLED_RUNS = 99;
/** Coprime to the number of runs, so that first waits and run times are combined evenly. */
const RUN_TIME_STEP = 37;
/** Share of the run time by which the run times of the sample differ: that of a pause at the job's end. */
const RUN_TIME_SHARE = 0.01;

/**
 * Returns the median delay of runs of about this length, with evenly spaced first waits, in seconds.
 * @param findNoticedAt - returns the job's age when its end is noticed, in seconds
 */
export function findMedianDelay(
  { runTimeSeconds, waitTimeSeconds }: PlannedRun,
  findNoticedAt: (run: PlannedRun) => number,
): number {
  const shareOf = (index: number): number => (index + 0.5) / SAMPLED_RUNS;
  const delays = Array.from({ length: SAMPLED_RUNS }, (_, index) => {
    const lengthened = (shareOf((index * RUN_TIME_STEP) % SAMPLED_RUNS) - 0.5) * RUN_TIME_SHARE;
    const endsAtSeconds = runTimeSeconds * (1 + lengthened);
    const firstWaitSeconds = Math.ceil(shareOf(index) * waitTimeSeconds);
    const run = { runTimeSeconds: endsAtSeconds, waitTimeSeconds, firstWaitSeconds };
    return findNoticedAt(run) - endsAtSeconds;
  });
  return Math.round(delays.sort((one, other) => one - other)[(SAMPLED_RUNS - 1) / 2] ?? NaN);
}

/**
 * A longer wait_time that takes fewer polls and notices the end sooner: the one with which the whole run is watched
 * at the first pace. In seconds; undefined when the given one does so already, or when none up to a day does better.
 */
export function findBetterWaitTime(run: PlannedRun): number | undefined {
  const waitTimeSeconds = Math.ceil(run.runTimeSeconds / (POLLS_AT_WAIT_TIME - 1));
  const [given, longer] = [estimatePoll(run), estimatePoll({ runTimeSeconds: run.runTimeSeconds, waitTimeSeconds })];
  const isBetter = longer.polls < given.polls && Number(longer.worstDelaySeconds) < Number(given.worstDelaySeconds);
  return isBetter ? waitTimeSeconds : undefined;
}

/** Estimates a run of the state machine that polls. */
export function estimatePoll(run: PlannedRun): RunEstimate {
  const { polls, noticedAtSeconds } = countPolls(run);
  const historyEvents = POLL_BASE_EVENTS + polls * EVENTS_PER_POLL;
  // Submit Job and Get Final Job Status.
  const usage = { transitions: 2 + polls * TRANSITIONS_PER_POLL, lambdaCalls: 1 + polls };
  return {
    polls,
    ...usage,
    historyEvents,
    dollars: priceOf(usage),
    worstDelaySeconds: nextWaitSeconds(run.waitTimeSeconds, run.runTimeSeconds, { polls, retries: 0 }),
    medianDelaySeconds: findMedianDelay(run, (sampled) => countPolls(sampled).noticedAtSeconds),
    fitsHistory: historyEvents <= MAX_HISTORY_EVENTS && noticedAtSeconds >= run.runTimeSeconds,
  };
}

/**
 * Estimates a run of the state machine that lets Step Functions wait, which takes as much however long the job runs.
 */
export function estimateSync(): RunEstimate {
  const usage = { transitions: SYNC_TRANSITIONS, lambdaCalls: 0 };
  return {
    polls: 0,
    ...usage,
    historyEvents: SYNC_EVENTS,
    dollars: priceOf(usage),
    worstDelaySeconds: null,
    medianDelaySeconds: null,
    fitsHistory: true,
  };
}
