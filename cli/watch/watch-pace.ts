import type { LogPace } from "../../console/log/follow-log";
import type { LookPace } from "../../console/server/look-pace";

/** Intervals of a watch, in milliseconds of its clock; the progress line is updated every `refreshMs`. */
export interface WatchPace extends LookPace {
  /** Minimum time between two progress lines that cannot be updated in place. */
  readonly plainLineMs: number;
  readonly log: LogPace;
}

/** Intervals for AWS, where GetExecutionHistory is throttled and each poll transfers some kilobytes. */
export const AWS_PACE: WatchPace = {
  refreshMs: 1_000,
  idleFetchMs: 15_000,
  plainLineMs: 30_000,
  /**
   * An account has 10 GetLogEvents requests per second in most large regions, which all its users share; the quota
   * cannot be increased. CloudWatch shows a line some seconds after the job wrote it.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
   */
  log: { busyMs: 2_000, idleMs: 5_000, backlogMs: 250, describeMs: 10_000, lagMs: 5_000, restMs: 15_000 },
};

/**
 * Returns the intervals for local endpoints, which have no throttling.
 * @param speed - factor by which the watching clock is faster than real time
 */
export const localPace = (speed: number): WatchPace => ({
  refreshMs: 100 * speed,
  idleFetchMs: 100 * speed,
  plainLineMs: 5_000 * speed,
  log: {
    busyMs: 200 * speed,
    idleMs: 200 * speed,
    backlogMs: 10 * speed,
    describeMs: 200 * speed,
    // A job ends after its last line was stored.
    lagMs: 0,
    restMs: 10_000 * speed,
  },
});
