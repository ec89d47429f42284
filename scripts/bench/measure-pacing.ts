import { createSeededRandom } from "../../__tests__/load/seeded-random";
import type { RandomSource } from "../../local/step-functions/random-source";
import type { Pacing } from "./pacings";

export interface PacingFigures {
  /** Looks at the job, on average over all run times; Infinity when the watcher is ended before the job. */
  readonly polls: number;
  /** From the job's end to the look that finds it, in seconds. */
  readonly medianDelaySeconds: number;
  readonly worstDelaySeconds: number;
}

/** Jobs that meet a pacing, and sequences of waits that they are shared among where these are random. */
const JOBS = 1_200;
const SEQUENCES = 30;
/** Jobs take this share less or more than the run time that is asked for: no pacing must profit from a round number. */
const SPREAD = 0.25;

/** What a pacing does with jobs of about a run time. Chance is simulated: the same every time. */
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

/** How often a pacing looks at one job. */
export function countLooks(pacing: Pacing, random: RandomSource, runTimeSeconds: number): number {
  return findLooks(pacing.waits(random), [runTimeSeconds])[0]?.count ?? NaN;
}

/** The looks that find the jobs' ends. @param jobs - run times in seconds, shortest first */
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
