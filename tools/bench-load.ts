// Runs 1,000 executions at once on the local endpoints and writes docs/reference/load.md. Usage: npm run bench:load
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { format, resolveConfig } from "prettier";
import { runRealLoad } from "../testing/load/run-real-load";
import { simulateLoad, type SimulatedLoad } from "../testing/load/simulate-load";
import { findProblems, renderLoad, type MemoryFigures, type Measured } from "./bench/render-load";

const EXECUTIONS = 1_000;
const SCENARIOS: readonly SimulatedLoad[] = [
  { executions: EXECUTIONS, waitTimeSeconds: 60, jobSeconds: 600 },
  { executions: EXECUTIONS, waitTimeSeconds: 60, jobSeconds: 600, sameName: true },
  { executions: EXECUTIONS, waitTimeSeconds: 20, jobSeconds: 600 },
  { executions: EXECUTIONS, waitTimeSeconds: 10, jobSeconds: 600 },
  { executions: EXECUTIONS, waitTimeSeconds: 1, jobSeconds: 120 },
];
const ROUNDS = 3;
/** Speed of the endpoints' clock relative to real time, while real processes run. */
const SPEED = 10;
const MIB = 2 ** 20;
const FILE = join(__dirname, "..", "docs", "reference", "load.md");

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Returns the heap in use, in bytes. Collects garbage twice, because the first collection only runs finalizers. */
async function measureHeap(): Promise<number> {
  await setImmediate();
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("bench:load needs node --expose-gc");
  globalThis.gc();
}

/** Repeats the first scenario, with new endpoints each time. */
async function measureMemory(load: SimulatedLoad): Promise<MemoryFigures> {
  const before = await measureHeap();
  const heldMiB: number[] = [];
  let full = before;
  for (let round = 0; round < ROUNDS; round += 1) {
    await simulateLoad({
      ...load,
      onEnded: () => {
        collectGarbage();
        full = process.memoryUsage().heapUsed;
      },
    });
    heldMiB.push((await measureHeap()) / MIB);
    say(`round ${round + 1}: ${heldMiB.at(-1)?.toFixed(1) ?? ""} MiB after the endpoints were closed`);
  }
  return {
    heldMiB,
    keptKiBPerExecution: (full - before) / 1024 / load.executions,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
}

async function main(): Promise<void> {
  const [first] = SCENARIOS;
  if (first === undefined) return;
  const memory = await measureMemory(first);
  const simulated: Measured[] = [];
  for (const load of SCENARIOS) {
    const figures = await simulateLoad(load);
    simulated.push({ load, figures });
    say(`wait_time ${load.waitTimeSeconds}: ${JSON.stringify(figures.ends)}`);
  }
  const real = await runRealLoad({ executions: EXECUTIONS, waitTimeSeconds: 60 }, SPEED);
  say(`with processes: ${JSON.stringify(real)}`);
  const page = renderLoad({ simulated, real, memory });
  writeFileSync(FILE, await format(page, { ...(await resolveConfig(FILE)), parser: "markdown", proseWrap: "always" }));
  const problems = findProblems({ simulated, real, memory });
  for (const problem of problems) process.stderr.write(`bench:load: ${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

void main();
