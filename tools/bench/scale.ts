import { setTimeout } from "node:timers/promises";
import { simulateLoad, type SimulatedFigures } from "../../testing/load/simulate-load";
import { count, judge, milliseconds, renderTable } from "./render-table";
import type { Section } from "./section";

const EXECUTIONS = [1, 10, 100, 1_000, 5_000];
const HEADER = [
  "executions",
  "succeeded",
  "polls",
  "refused calls",
  "most DescribeJobs in a second",
  "simulated time",
  "wall time",
  "polls a second",
  "memory each",
];
/** Maximum ratio of the cost per call of the largest load to that of the previous one; more is not linear. */
const LINEAR = 1.5;
/** Time for the sockets of the previous load to close, in milliseconds, so that its memory is not counted. */
const SETTLING_MS = 300;

interface Run {
  readonly executions: number;
  readonly figures: SimulatedFigures;
  readonly tookMs: number;
  /** Memory that the endpoints keep per execution. */
  readonly keptKiBEach: number;
}

/**
 * Runs concurrent executions with a 10-minute job each at wait_time 60, in virtual time, with the limits of Batch.
 */
export async function benchScale(say: (line: string) => void): Promise<Section> {
  // Warm-up: loading and compiling must not count for the first load.
  await runLoad(1);
  const runs: Run[] = [];
  for (const executions of EXECUTIONS) {
    const run = await runLoad(executions);
    runs.push(run);
    say(`scale: ${executions} executions in ${milliseconds(run.tookMs)}`);
  }
  const problems = runs
    .filter(({ executions, figures }) => figures.ends["SUCCEEDED"] !== executions)
    .map(({ executions, figures }) => `${executions} executions ended ${JSON.stringify(figures.ends)}`);
  return { markdown: [renderTable(HEADER, runs.map(renderRow)), judgeGrowth(runs)].join("\n\n"), problems };
}

async function runLoad(executions: number): Promise<Run> {
  await setTimeout(SETTLING_MS);
  const before = measureHeap();
  let after = before;
  const startedAt = performance.now();
  let tookMs = 0;
  const figures = await simulateLoad({
    executions,
    waitTimeSeconds: 60,
    jobSeconds: 600,
    onEnded: () => {
      tookMs = performance.now() - startedAt;
      after = measureHeap();
    },
  });
  return { executions, figures, tookMs, keptKiBEach: (after - before) / executions / 1_024 };
}

/** Returns the heap in use, in bytes. */
function measureHeap(): number {
  if (globalThis.gc === undefined) throw new Error("the scale section needs node --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Minimum number of executions to measure memory; fewer are lost in the noise of the heap. */
const FEWEST_TO_WEIGH = 100;

function renderRow({ executions, figures, tookMs, keptKiBEach }: Run): string[] {
  const { ends, polls, rates, seconds } = figures;
  return [
    count(executions),
    count(ends["SUCCEEDED"] ?? 0),
    count(polls),
    count(refusedOf(rates)),
    count(rates.peakPerSecond("DescribeJobs")),
    `${count(seconds)} s`,
    milliseconds(tookMs),
    count(Math.round((polls / tookMs) * 1_000)),
    executions < FEWEST_TO_WEIGH ? "–" : `${keptKiBEach.toFixed(0)} KiB`,
  ];
}

const refusedOf = (rates: SimulatedFigures["rates"]): number =>
  rates.countRefused("DescribeJobs") + rates.countRefused("SubmitJob");

/**
 * Compares the cost per call, including throttled calls. At 5,000 executions the call rate exceeds the limits of
 * Batch, and each retry takes time and adds an event to the history.
 */
function judgeGrowth(runs: readonly Run[]): string {
  const [one, largest] = runs.slice(-2);
  if (one === undefined || largest === undefined) return "";
  const callsOf = ({ figures: { polls, rates } }: Run): number => polls + refusedOf(rates);
  const timeOf = (run: Run): number => run.tookMs / callsOf(run);
  const memoryOf = (run: Run): number => (run.keptKiBEach * run.executions) / callsOf(run);
  const time = timeOf(largest) / timeOf(one);
  const memory = memoryOf(largest) / memoryOf(one);
  return judge(
    `growth stays linear: from ${count(one.executions)} to ${count(largest.executions)} executions at most ${LINEAR} times the wall time and the memory a call`,
    time <= LINEAR && memory <= LINEAR,
    `${time.toFixed(2)} times the time, ${memory.toFixed(2)} times the memory`,
  );
}
