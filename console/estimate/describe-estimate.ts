import { MAX_HISTORY_EVENTS } from "../../workflow/pacing";
import type { WaitIntegration } from "../../workflow/integration";
import { formatDuration } from "../format/format-duration";
import { estimateEvents } from "./estimate-events";
import { estimatePoll, estimateSync, type PlannedRun, type RunEstimate } from "./estimate-run";

/** Estimates a run with an integration. */
export function estimateRun(integration: WaitIntegration, run: PlannedRun): RunEstimate {
  if (integration === "sync") return estimateSync();
  return integration === "poll" ? estimatePoll(run) : estimateEvents(run);
}

/** Describes an estimate as names and values. */
export function describeEstimate(
  integration: WaitIntegration,
  estimated: RunEstimate,
): readonly (readonly [name: string, value: string])[] {
  const { polls, transitions, historyEvents, lambdaCalls, dollars, medianDelaySeconds, worstDelaySeconds } = estimated;
  const share = Math.ceil((historyEvents / MAX_HISTORY_EVENTS) * 100);
  const quota = MAX_HISTORY_EVENTS.toLocaleString("en-US");
  const thousandRuns = formatThousandRuns(dollars);
  return [
    ["Polls", count(polls)],
    ["Transitions", count(transitions)],
    ["Events", `${count(historyEvents)}, ${share} % of the ${quota} that end an execution`],
    ["Lambda", `${count(lambdaCalls)} calls`],
    ["Cost", `$${dollars.toFixed(6)} in us-east-1, without the job, free tier, logs and traces`],
    [
      "1,000 runs",
      worstDelaySeconds === null
        ? thousandRuns
        : `${thousandRuns}; ${formatThousandRuns(estimateSync().dollars)} with --integration sync`,
    ],
    [
      "Noticed",
      integration === "events"
        ? `${describeDelay(medianDelaySeconds, worstDelaySeconds)} if the event is lost`
        : describeDelay(medianDelaySeconds, worstDelaySeconds),
    ],
  ];
}

export const formatThousandRuns = (dollars: number): string => `$${(1_000 * dollars).toFixed(2)}`;

export const describeDelay = (median: number | null, worst: number | null): string =>
  median === null || worst === null
    ? "by an event or a poll of Step Functions; AWS does not document how soon"
    : `${formatDuration(median)} after the job's end (median), at most ${formatDuration(worst)}`;

const count = (number: number): string => number.toLocaleString("en-US");
