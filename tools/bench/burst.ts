import { type Burst, type BurstFigures, simulateBurst } from "../../testing/load/simulate-burst";
import { count, judge, renderTable } from "./render-table";
import type { Section } from "./section";

const EXECUTIONS = 1_000;
const EVENTS = { executions: EXECUTIONS, integration: "events", waitTimeSeconds: 86_400 } as const;

/** Bursts by their names in the table. */
const BURSTS: readonly (readonly [string, Burst])[] = [
  ["`events`", EVENTS],
  ["`events`, DescribeJobs without a limit", { ...EVENTS, callsPerSecond: {} }],
  ["`poll`, `wait_time` 60", { executions: EXECUTIONS, integration: "poll", waitTimeSeconds: 60 }],
];

/** Operations of the table's columns. */
const OPERATIONS = ["Lambda", "Query", "SendTaskSuccess", "DescribeJobs"];

/** Simulates jobs that end at the same moment under the quotas of AWS. */
export async function benchBurst(say: (line: string) => void): Promise<Section> {
  const measured: (readonly [string, BurstFigures])[] = [];
  for (const [name, burst] of BURSTS) {
    const figures = await simulateBurst(burst);
    measured.push([name, figures]);
    say(`${name}: the last of ${figures.jobs} after ${figures.lastSeconds.toFixed(1)} s`);
  }
  const header = ["executions", "noticed", "median", "last", ...OPERATIONS.map((operation) => `refused ${operation}`)];
  const rows = measured.map(([name, { ends, medianSeconds, lastSeconds, refused }]) => [
    name,
    count(ends["SUCCEEDED"] ?? 0),
    `${medianSeconds.toFixed(1)} s`,
    `${lastSeconds.toFixed(1)} s`,
    ...OPERATIONS.map((operation) => count(refused[operation] ?? 0)),
  ]);
  const lost = measured.filter(([, { ends }]) => ends["SUCCEEDED"] !== EXECUTIONS);
  const aim = judge(
    "every job is noticed",
    lost.length === 0,
    lost.length === 0
      ? `${count(EXECUTIONS)} of ${count(EXECUTIONS)} in each row`
      : lost.map(([name]) => name).join(", "),
  );
  return { markdown: `${renderTable(header, rows)}\n\n${aim}`, problems: [] };
}
