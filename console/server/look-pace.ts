/** Intervals between two reads of a history, in milliseconds of the caller's clock. */
export interface LookPace {
  /** Interval while a state other than a wait is in progress. */
  readonly refreshMs: number;
  /** Maximum interval during a wait, because a user can stop the execution at any time. */
  readonly idleFetchMs: number;
}

/**
 * Returns the delay until the next read, in milliseconds.
 * @param waitSeconds - duration of the execution's current wait; undefined outside a wait
 * @param sinceLastEventMs - time since the newest event was received, in milliseconds
 */
export function findLookDelayMs(waitSeconds: number | undefined, sinceLastEventMs: number, pace: LookPace): number {
  if (waitSeconds === undefined) return pace.refreshMs;
  const leftMs = waitSeconds * 1000 - sinceLastEventMs;
  return Math.min(Math.max(leftMs, pace.refreshMs), pace.idleFetchMs);
}
