import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatDuration } from "../../console/format/format-duration";
import { comparePacings, WAIT_TIMES_SECONDS, type Comparison, type Measured } from "./compare-pacings";
import { countOurs, countPeerPolls, countSample, countSync, type CountedPolls } from "./count-polls";
import { DAY_SECONDS, judgeDay, judgeEvents, measureEvents, renderEventRows } from "./events";
import { OURS, PEERS, SAMPLE } from "./pacings";
import { plotPolls } from "./plot-polls";
import { renderLosses } from "./render-losses";
import { count, renderTable } from "./render-table";
import type { Section } from "./section";

/** Run times in the tables and the plot, in seconds. */
export const RUN_TIMES_SECONDS = [60, 3_600, 86_400, 604_800, 31_536_000];
const PLOT = join(__dirname, "..", "..", "docs", "reference", "benchmarks-polls.svg");
const HEADER = [
  "who",
  "`wait_time`",
  "polls",
  "transitions",
  "events",
  "Lambda calls",
  "dollars",
  "median delay",
  "worst",
];

interface Row {
  readonly measured: Measured | undefined;
  readonly counted: CountedPolls;
}

export async function benchPolls(say: (line: string) => void): Promise<Section> {
  const parts: string[] = [];
  const problems: string[] = [];
  const comparisons: Comparison[] = [];
  for (const runTimeSeconds of RUN_TIMES_SECONDS) {
    const comparison = comparePacings(runTimeSeconds);
    comparisons.push(comparison);
    const rows = await countRows(comparison);
    const title = formatDuration(runTimeSeconds);
    problems.push(...rows.flatMap((row) => findProblem(title, row)));
    const events = measureEvents(runTimeSeconds);
    const table = renderTable(HEADER, [...rows.map(renderRow), ...renderEventRows(events)]);
    parts.push(`#### A run of ${title}`, table, `${judgeEvents(comparison, events)}\n${renderLosses(comparison)}`);
    if (runTimeSeconds === DAY_SECONDS) parts.push(judgeDay(events));
    say(`polls: ${title}, ${rows.length} rows`);
  }
  writeFileSync(PLOT, plotPolls(comparisons));
  return { markdown: parts.join("\n\n"), problems };
}

async function countRows({ runTimeSeconds, ours, rivals }: Comparison): Promise<Row[]> {
  const rows: Row[] = [{ measured: undefined, counted: await countSync(runTimeSeconds) }];
  for (const waitTimeSeconds of WAIT_TIMES_SECONDS)
    rows.push({
      measured: ours.find(({ pacing }) => pacing.waitTimeSeconds === waitTimeSeconds),
      counted: await countOurs(runTimeSeconds, waitTimeSeconds),
    });
  for (const measured of rivals) {
    const { pacing } = measured;
    const counted = await (PEERS.includes(pacing) ? countPeerPolls : countSample)(pacing, runTimeSeconds);
    rows.push({ measured, counted });
  }
  return rows;
}

/** Reports a difference between counted and computed polls. */
function findProblem(title: string, { measured, counted }: Row): string[] {
  if (counted.polls === counted.formula) return [];
  const who = `${measured?.pacing.name ?? "sync"} ${measured?.pacing.waitTimeSeconds ?? ""}`;
  return [`${title}, ${who}: counted ${counted.polls} polls, computed ${counted.formula}`];
}

function renderRow({ measured, counted }: Row): string[] {
  const { pacing, figures } = measured ?? {};
  const number = (value: number | undefined): string => (value === undefined ? "–" : count(value));
  const seconds = (value: number | undefined): string =>
    counted.isCutShort === true || value === undefined ? "–" : formatDuration(value);
  return [
    pacing === undefined ? `${OURS}, sync` : pacing.name === SAMPLE ? "sample" : pacing.name,
    pacing?.waitTimeSeconds === undefined ? "–" : `${pacing.waitTimeSeconds} s`,
    `${count(counted.polls)}${counted.isComputed === true ? " (computed)" : ""}${counted.isCutShort === true ? ", then dead" : ""}`,
    number(counted.transitions),
    number(counted.historyEvents),
    number(counted.lambdaCalls),
    counted.dollars === undefined ? "–" : counted.dollars.toPrecision(3),
    seconds(figures?.medianDelaySeconds),
    seconds(figures?.worstDelaySeconds),
  ];
}
