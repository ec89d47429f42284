import { EVENT_LATENCY_SECONDS, estimateEvents } from "../../console/estimate/estimate-events";
import { estimateSync, type RunEstimate } from "../../console/estimate/estimate-run";
import { formatDuration } from "../../console/format/format-duration";
import type { Comparison } from "./compare-pacings";
import { count, judge } from "./render-table";

/** Fall-back waits of `events` in the table: the default, and one that needs few polls. */
const WAIT_TIMES_SECONDS = [3_600, 86_400];
/** Assumed times from a job's end to the poll that its event causes, in seconds. */
const LATENCIES_SECONDS = [EVENT_LATENCY_SECONDS, 10 * EVENT_LATENCY_SECONDS];

interface EventsFigures {
  readonly waitTimeSeconds: number;
  readonly latencySeconds: number;
  readonly estimate: RunEstimate;
}

/** Estimates `events` at each fall-back wait and latency. */
export const measureEvents = (runTimeSeconds: number): EventsFigures[] =>
  LATENCIES_SECONDS.flatMap((latencySeconds) =>
    WAIT_TIMES_SECONDS.map((waitTimeSeconds) => ({
      waitTimeSeconds,
      latencySeconds,
      estimate: estimateEvents({ runTimeSeconds, waitTimeSeconds }, latencySeconds),
    })),
  );

/** Renders the rows of the table; the worst delay is that of a lost event. */
export const renderEventRows = (figures: readonly EventsFigures[]): string[][] =>
  figures.map(({ waitTimeSeconds, latencySeconds, estimate }) => [
    `ours, events after ${latencySeconds} s`,
    `${waitTimeSeconds} s`,
    `${count(estimate.polls)} (computed)`,
    count(estimate.transitions),
    count(estimate.historyEvents),
    count(estimate.lambdaCalls),
    estimate.dollars.toPrecision(3),
    formatDuration(estimate.medianDelaySeconds ?? NaN),
    formatDuration(estimate.worstDelaySeconds ?? NaN),
  ]);

/** Renders whether a tool of others is both cheaper and quicker than `events`, and what `sync` costs. */
export function judgeEvents({ rivals }: Comparison, figures: readonly EventsFigures[]): string {
  const beaten = figures.flatMap(({ waitTimeSeconds, latencySeconds, estimate }) =>
    rivals
      .filter(({ figures: { polls, medianDelaySeconds } }) => {
        return polls < estimate.polls && medianDelaySeconds < (estimate.medianDelaySeconds ?? Infinity);
      })
      .map(({ pacing: { name } }) => `${name} is, against events after ${latencySeconds} s at ${waitTimeSeconds} s`),
  );
  const cheapest = Math.min(...figures.map(({ estimate: { dollars } }) => dollars));
  const sync = estimateSync().dollars;
  const ratio = `sync costs ${sync.toPrecision(3)} dollars, ${(cheapest / sync).toFixed(1)} times less than the cheapest row of events`;
  return judge(
    `no alternative is both cheaper and quicker than \`events\``,
    beaten.length === 0,
    `${beaten.length === 0 ? "none" : beaten.join("; ")}; ${ratio}`,
  );
}
