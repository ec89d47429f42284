import type { SimulatedFigures, SimulatedLoad } from "../../testing/load/simulate-load";
import type { LoadEnds } from "../../testing/load/run-together";

export interface Measured {
  readonly load: SimulatedLoad;
  readonly figures: SimulatedFigures;
}

export interface MemoryFigures {
  /** Heap in use after each round, with closed endpoints, in MiB. */
  readonly heldMiB: readonly number[];
  /** Memory that the endpoints keep per ended execution, in KiB. */
  readonly keptKiBPerExecution: number;
  /** Largest resident set of the process, in MiB. */
  readonly peakMiB: number;
}

export interface LoadReport {
  readonly simulated: readonly Measured[];
  readonly real: LoadEnds;
  readonly memory: MemoryFigures;
}

/** Maximum heap growth from the first round to the last, in MiB; more is a leak. */
const FLAT_MIB = 5;

/** Returns the unexpected results, one line each. */
export function findProblems({ simulated, real, memory }: LoadReport): string[] {
  const all = [...simulated.map(({ figures }) => figures), real];
  const problems = all.flatMap(({ ends, duplicates, lost }) =>
    Object.keys(ends).join() === "SUCCEEDED" && duplicates === 0 && lost === 0
      ? []
      : [`ends ${JSON.stringify(ends)}, duplicates ${duplicates}, lost ${lost}`],
  );
  const grownMiB = (memory.heldMiB.at(-1) ?? 0) - (memory.heldMiB[0] ?? 0);
  return grownMiB > FLAT_MIB ? [...problems, `the heap grew by ${grownMiB.toFixed(1)} MiB`] : problems;
}

/** Renders docs/reference/load.md. Only `memory` depends on the machine. */
export function renderLoad({ simulated, real, memory }: LoadReport): string {
  const executions = real.jobs;
  return `# ${count(executions)} executions at once

\`npm run bench:load\` measures and writes this page. All executions of a line are started at the same moment, each with a
job of its own, on the local endpoints.

## With AWS Batch's limits

Time and chance are simulated, so the figures are the same on every machine. The endpoint refuses more than 50 calls a
second of SubmitJob (AWS's documented limit), and as many of DescribeJobs and ListJobs (taken to be the same), with
TooManyRequestsException.

| \`wait_time\` | jobs | submitted | finished | duplicates | lost | polls | most DescribeJobs in a second | of them refused in all | last end after |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${simulated.map(renderRow).join("\n")}

"Most in a second" counts what was asked, refused calls included. At \`wait_time\` 60, ${count(executions)} executions ask 17
times a second, and because their first polls are spread ([ADR 10](decisions/0010-spread-polls.md)) never more than Batch
takes. With one name for all, each retry of a refused SubmitJob looks through the jobs of that name first, which costs more
calls. Where more is asked than Batch takes, the retries slow everyone down to what it takes, and nothing is lost.

## With real processes

The built functions in their workers, HTTP, and a process for each job, at most 64 at a time: submitted ${count(real.jobs)},
finished ${count(real.ends["SUCCEEDED"] ?? 0)}, duplicates ${real.duplicates}, lost ${real.lost}.

## Memory

The first line above, run ${memory.heldMiB.length} times in endpoints of its own, left ${memory.heldMiB.map((held) => Math.round(held)).join(", ")} MiB of heap in use; the
process never held more than ${roundUp(memory.peakMiB, 50)} MiB. While the endpoints run they keep what has ended, about
${roundUp(memory.keptKiBPerExecution, 10)} KiB for such an execution with its history and its job.
`;
}

function renderRow({ load, figures }: Measured): string {
  const { ends, jobs, duplicates, lost, polls, rates, seconds } = figures;
  const kind = `${load.jobSeconds / 60} min${load.sameName === true ? ", one name for all" : ""}`;
  const describes = [rates.peakPerSecond("DescribeJobs"), rates.countRefused("DescribeJobs")];
  const numbers = [jobs, ends["SUCCEEDED"] ?? 0, duplicates, lost, polls, ...describes];
  return `| ${[`${load.waitTimeSeconds} s`, kind, ...numbers.map(count), `${count(seconds)} s`].join(" | ")} |`;
}

const count = (number: number): string => number.toLocaleString("en-US");
const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
