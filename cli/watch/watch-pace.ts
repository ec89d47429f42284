import type { LookPace } from "../../console/server/look-pace";

/** How often to look and to speak, in milliseconds of the clock that the watch is given; the progress line is updated every `refreshMs`. */
export interface WatchPace extends LookPace {
  /** Least time between two progress lines where the line cannot be updated in place. */
  readonly plainLineMs: number;
}

/** For AWS: GetExecutionHistory is limited, and each look transfers some kilobytes. */
export const AWS_PACE: WatchPace = { refreshMs: 1_000, idleFetchMs: 15_000, plainLineMs: 30_000 };

/**
 * For the local endpoints, which do not mind, and whose time may pass faster than the clock that watches.
 * @param speed - how much faster the watching clock runs than a real one
 */
export const localPace = (speed: number): WatchPace => ({
  refreshMs: 100 * speed,
  idleFetchMs: 100 * speed,
  plainLineMs: 5_000 * speed,
});
