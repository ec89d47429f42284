import {
  EVENTS_PER_EVENT_POLL,
  EVENTS_PER_POLL,
  findMaxPolls,
  MAX_HISTORY_EVENTS,
  MAX_PLAIN_WAIT_SECONDS,
  nextWaitSeconds,
} from "../../workflow/pacing";
import {
  findMedianDelay,
  POLL_BASE_EVENTS,
  TRANSITIONS_PER_POLL,
  type PlannedRun,
  type RunEstimate,
} from "./estimate-run";
import { priceOf, priceOfTable } from "./prices";

/**
 * Assumed time from the job's end to the poll that it causes, in seconds. Public recordings have 0.6 to 2 s from
 * `stoppedAt` to the event. EventBridge takes 0.08 s (p90), the function less than 0.5 s unless it starts cold.
 * @see https://aws.amazon.com/blogs/architecture/ - the event-driven architecture of Amazon Key, for the 0.08 s
 */
export const EVENT_LATENCY_SECONDS = 2;

/** History events of `Job Complete?`, which follows `Submit Job` only with this integration. */
const FIRST_CHOICE_EVENTS = 2;
/** Write request units of a wait: up to 1 KB. With the longest task token, 2,048 characters, a wait takes 3 units. */
const WAIT_UNITS = 1;

/** Waits of a run, and the job's age when its end is noticed. */
interface Waits {
  /** Waits that an event can end. */
  readonly forEvents: number;
  /** Waits of at most a minute. */
  readonly plain: number;
  readonly noticedAtSeconds: number;
}

/**
 * Counts the waits of a run whose events all arrive.
 * @param latencySeconds - time from the job's end to the poll that its event causes
 */
export function countWaits(run: PlannedRun, latencySeconds = EVENT_LATENCY_SECONDS): Waits {
  const { runTimeSeconds, waitTimeSeconds, firstWaitSeconds = Math.ceil(waitTimeSeconds / 2) } = run;
  const waits = { forEvents: 0, plain: 0 };
  let ageSeconds = 0;
  let waitSeconds = firstWaitSeconds;
  for (let polls = 0; polls < findMaxPolls("events"); polls += 1) {
    const isPlain = waitSeconds <= MAX_PLAIN_WAIT_SECONDS;
    waits[isPlain ? "plain" : "forEvents"] += 1;
    const endsAtSeconds = ageSeconds + waitSeconds;
    if (endsAtSeconds >= runTimeSeconds) {
      const noticedAtSeconds = isPlain ? endsAtSeconds : Math.min(endsAtSeconds, runTimeSeconds + latencySeconds);
      return { ...waits, noticedAtSeconds };
    }
    ageSeconds = endsAtSeconds;
    waitSeconds = nextWaitSeconds(waitTimeSeconds, ageSeconds, { polls: polls + 1, retries: 0, integration: "events" });
  }
  return { ...waits, noticedAtSeconds: ageSeconds };
}

/**
 * Estimates a run of the state machine whose waits an event ends.
 * @param latencySeconds - time from the job's end to the poll that its event causes
 */
export function estimateEvents(run: PlannedRun, latencySeconds = EVENT_LATENCY_SECONDS): RunEstimate {
  const { forEvents, plain, noticedAtSeconds } = countWaits(run, latencySeconds);
  const polls = forEvents + plain;
  const historyEvents =
    POLL_BASE_EVENTS + FIRST_CHOICE_EVENTS + forEvents * EVENTS_PER_EVENT_POLL + plain * EVENTS_PER_POLL;
  // Submit Job, Job Complete? and Get Final Job Status; one call of submit-job and one of end-wait.
  const usage = { transitions: 3 + polls * TRANSITIONS_PER_POLL, lambdaCalls: 2 + polls };
  return {
    polls,
    ...usage,
    historyEvents,
    dollars: priceOf(usage) + priceOfTable({ writeUnits: (forEvents + 1) * WAIT_UNITS, readUnits: 1 }),
    worstDelaySeconds: nextWaitSeconds(run.waitTimeSeconds, run.runTimeSeconds, {
      polls,
      retries: 0,
      integration: "events",
    }),
    medianDelaySeconds: findMedianDelay(run, (sampled) => countWaits(sampled, latencySeconds).noticedAtSeconds),
    fitsHistory: historyEvents <= MAX_HISTORY_EVENTS && noticedAtSeconds >= run.runTimeSeconds,
  };
}
