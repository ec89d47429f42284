import { simulateLoad, type SimulatedFigures } from "../../__tests__/load/simulate-load";
import { count, judge, milliseconds, renderTable } from "./render-table";
import type { Section } from "./section";

const EXECUTIONS = [1, 10, 100, 1_000, 5_000];
const HEADER = [
  "executions",
  "succeeded",
  "polls",
  "most DescribeJobs in a second",
  "simulated time",
  "wall time",
  "polls a second",
  "memory each",
];
/** The largest load may take this many times as much each as the one before it; more is not linear any longer. */
const LINEAR = 1.5;

interface Run {
  readonly executions: number;
  readonly figures: SimulatedFigures;
  readonly tookMs: number;
  /** What the endpoints keep. */
  readonly keptKiBEach: number;
}

/** Executions at once, each with a job of 10 min at wait_time 60, in virtual time and with AWS Batch's limits. */
export async function benchScale(say: (line: string) => void): Promise<Section> {
  // What is loaded and compiled at the first run belongs to none.
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

/** In bytes. */
function measureHeap(): number {
  if (globalThis.gc === undefined) throw new Error("the scale section needs node --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function renderRow({ executions, figures, tookMs, keptKiBEach }: Run): string[] {
  const { ends, polls, rates, seconds } = figures;
  return [
    count(executions),
    count(ends["SUCCEEDED"] ?? 0),
    count(polls),
    count(rates.peakPerSecond("DescribeJobs")),
    `${count(seconds)} s`,
    milliseconds(tookMs),
    count(Math.round((polls / tookMs) * 1_000)),
    `${keptKiBEach.toFixed(0)} KiB`,
  ];
}

/** At 5,000 executions more is asked than AWS Batch takes, and retries come on top: time is compared for each poll and retry. */
function judgeGrowth(runs: readonly Run[]): string {
  const [one, largest] = runs.slice(-2);
  if (one === undefined || largest === undefined) return "";
  const callsOf = ({ figures: { polls, rates } }: Run): number =>
    polls + rates.countRefused("DescribeJobs") + rates.countRefused("SubmitJob");
  const time = largest.tookMs / callsOf(largest) / (one.tookMs / callsOf(one));
  const memory = largest.keptKiBEach / one.keptKiBEach;
  return judge(
    `growth stays linear: from ${count(one.executions)} to ${count(largest.executions)} executions at most ${LINEAR} times the wall time a call, and the memory an execution`,
    time <= LINEAR && memory <= LINEAR,
    `${time.toFixed(2)} times the time, ${memory.toFixed(2)} times the memory`,
  );
}
