/** How often to look at a history, in milliseconds of the clock that the looker is given. */
export interface LookPace {
  /** Between two looks while something is going on. */
  readonly refreshMs: number;
  /** Between two looks while the execution waits; somebody may stop it. */
  readonly idleFetchMs: number;
}

/**
 * How long to wait until the next look.
 * @param waitSeconds - length of the pause that the execution makes; undefined when it makes none
 * @param sinceLastEventMs - how long ago the newest event was seen
 */
export function findLookDelayMs(waitSeconds: number | undefined, sinceLastEventMs: number, pace: LookPace): number {
  if (waitSeconds === undefined) return pace.refreshMs;
  const leftMs = waitSeconds * 1000 - sinceLastEventMs;
  return Math.min(Math.max(leftMs, pace.refreshMs), pace.idleFetchMs);
}
