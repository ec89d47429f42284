import { EVENT_LATENCY_SECONDS, estimateEvents } from "../../console/estimate/estimate-events";
import { estimateSync, type RunEstimate } from "../../console/estimate/estimate-run";
import { priceOf } from "../../console/estimate/prices";
import { formatDuration } from "../../console/format/format-duration";
import type { Comparison } from "./compare-pacings";
import { count, judge, renderTable } from "./render-table";

/** Fall-back waits of `events` in the table: the default, and one that needs few polls. */
const WAIT_TIMES_SECONDS = [3_600, 86_400];
/** Assumed times from a job's end to the poll that its event causes, in seconds. */
const LATENCIES_SECONDS = [EVENT_LATENCY_SECONDS, 10 * EVENT_LATENCY_SECONDS];

export const DAY_SECONDS = 86_400;
/** Maximum polls and dollars of a run of a day, by wait. */
const DAY_AIMS = [
  { waitTimeSeconds: 3_600, polls: 30, dollars: 0.002 },
  { waitTimeSeconds: DAY_SECONDS, polls: 4, dollars: 0.0002 },
];

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

/** Renders the aims for a run of a day, and its bill at each wait. */
export function judgeDay(figures: readonly EventsFigures[]): string {
  const days = DAY_AIMS.flatMap((aim) => {
    const found = figures.find(({ waitTimeSeconds }) => waitTimeSeconds === aim.waitTimeSeconds);
    return found === undefined ? [] : [{ aim, estimate: found.estimate }];
  });
  const judged = days.map(({ aim: { waitTimeSeconds, polls, dollars }, estimate }) =>
    judge(
      `\`events\` at \`wait_time\` ${waitTimeSeconds} takes at most ${polls} polls and ${dollars} dollars`,
      estimate.polls <= polls && estimate.dollars <= dollars,
      `${count(estimate.polls)} polls and ${estimate.dollars.toPrecision(3)} dollars`,
    ),
  );
  const header = ["bill of `events`", ...days.map(({ aim }) => `\`wait_time\` ${aim.waitTimeSeconds}`)];
  const rows = BILL.map(([item, describe]) => [item, ...days.map(({ estimate }) => describe(estimate))]);
  return `${judged.join("\n")}\n\n${renderTable(header, rows)}`;
}

const dollarsOf = (amount: number, unit: string, dollars: number): string =>
  `${count(amount)} ${unit}, ${dollars.toPrecision(3)}`;

/** Items of a bill. The events of AWS services and all other calls are free. */
const BILL: readonly (readonly [string, (estimate: RunEstimate) => string])[] = [
  [
    "`Submit Job`, `Get Final Job Status`",
    () => dollarsOf(2, "transitions", priceOf({ transitions: 2, lambdaCalls: 0 })),
  ],
  ["first `Job Complete?`", () => dollarsOf(1, "transition", priceOf({ transitions: 1, lambdaCalls: 0 }))],
  [
    "`Wait for Event`, `Get Job Status`, `Job Complete?`",
    ({ transitions }) =>
      dollarsOf(transitions - 3, "transitions", priceOf({ transitions: transitions - 3, lambdaCalls: 0 })),
  ],
  [
    "submit-job, check-job, end-wait",
    ({ lambdaCalls }) => dollarsOf(lambdaCalls, "calls", priceOf({ transitions: 0, lambdaCalls })),
  ],
  ["table: PutItem, Query, DeleteItem", (estimate) => (estimate.dollars - priceOf(estimate)).toPrecision(3)],
  ["event, rule, SendTaskSuccess, DescribeJobs", () => "0"],
  ["sum", ({ dollars }) => dollars.toPrecision(3)],
];
