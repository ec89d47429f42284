import type { LookPace } from "../../console/server/look-pace";

/** Intervals of a watch, in milliseconds of its clock; the progress line is updated every `refreshMs`. */
export interface WatchPace extends LookPace {
  /** Minimum time between two progress lines that cannot be updated in place. */
  readonly plainLineMs: number;
}

/** Intervals for AWS, where GetExecutionHistory is throttled and each poll transfers some kilobytes. */
export const AWS_PACE: WatchPace = { refreshMs: 1_000, idleFetchMs: 15_000, plainLineMs: 30_000 };

/**
 * Returns the intervals for local endpoints, which have no throttling.
 * @param speed - factor by which the watching clock is faster than real time
 */
export const localPace = (speed: number): WatchPace => ({
  refreshMs: 100 * speed,
  idleFetchMs: 100 * speed,
  plainLineMs: 5_000 * speed,
});
