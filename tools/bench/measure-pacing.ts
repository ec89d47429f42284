import { createSeededRandom } from "../../testing/load/seeded-random";
import type { RandomSource } from "local-aws";
import type { Pacing } from "./pacings";

export interface PacingFigures {
  /** Mean number of polls over all run times; Infinity if polling ends before the job. */
  readonly polls: number;
  /** Time from the job's end to the poll that finds it, in seconds. */
  readonly medianDelaySeconds: number;
  readonly worstDelaySeconds: number;
}

/** Number of simulated jobs, and of random wait sequences among which they are divided. */
const JOBS = 1_200;
const SEQUENCES = 30;
/** Relative spread of the job run times, so that no pacing benefits from a round number. */
const SPREAD = 0.25;

/** Measures a pacing with jobs of about the given run time. The random numbers are seeded. */
export function measurePacing(pacing: Pacing, runTimeSeconds: number): PacingFigures {
  const random = createSeededRandom(1);
  const delays: number[] = [];
  let polls = 0;
  const sequences = pacing.isFixed === true ? 1 : SEQUENCES;
  for (let sequence = 0; sequence < sequences; sequence += 1) {
    const jobs = Array.from(
      { length: JOBS / sequences },
      () => runTimeSeconds * (1 - SPREAD + 2 * SPREAD * random.next()),
    ).sort((one, other) => one - other);
    for (const { count, delaySeconds } of findLooks(pacing.waits(random), jobs)) {
      polls += count > (pacing.maxPolls ?? Infinity) ? Infinity : count;
      delays.push(delaySeconds);
    }
  }
  delays.sort((one, other) => one - other);
  return {
    polls: polls / delays.length,
    medianDelaySeconds: delays[Math.floor(delays.length / 2)] ?? NaN,
    worstDelaySeconds: delays.at(-1) ?? NaN,
  };
}

/** Counts the polls of a pacing for one job. */
export function countLooks(pacing: Pacing, random: RandomSource, runTimeSeconds: number): number {
  return findLooks(pacing.waits(random), [runTimeSeconds])[0]?.count ?? NaN;
}

/** Returns the polls that find the ends of the jobs. @param jobs - run times in seconds, shortest first */
function findLooks(waits: Generator<number, never>, jobs: readonly number[]) {
  let count = 0;
  let ageSeconds = 0;
  const looks: { readonly count: number; readonly delaySeconds: number }[] = [];
  for (const endSeconds of jobs) {
    while (count === 0 || ageSeconds < endSeconds) {
      ageSeconds += waits.next().value;
      count += 1;
    }
    looks.push({ count, delaySeconds: ageSeconds - endSeconds });
  }
  return looks;
}
