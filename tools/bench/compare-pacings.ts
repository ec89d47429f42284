import { measurePacing, type PacingFigures } from "./measure-pacing";
import { makeOurs, makeSample, PEERS, type Pacing } from "./pacings";

export interface Measured {
  readonly pacing: Pacing;
  readonly figures: PacingFigures;
}

export interface Comparison {
  readonly runTimeSeconds: number;
  /** Pacings at the wait times of the table. */
  readonly ours: readonly Measured[];
  readonly rivals: readonly Measured[];
  /** Pareto-optimal pacings of this project: no other wait_time is both cheaper and quicker. */
  readonly sensible: readonly Measured[];
  readonly losses: readonly Loss[];
}

/** Alternative that is both cheaper and quicker than this project. */
export interface Loss {
  readonly ours: Measured;
  readonly rival: Measured;
  readonly sensible: boolean;
}

export const WAIT_TIMES_SECONDS = [1, 10, 60, 900] as const;
/** Candidate wait times, each a sixth longer than the previous one. */
const CHOICE = [...new Set(Array.from({ length: 75 }, (_, step) => Math.round(1.165 ** step)))];
/** Minimum relative difference; smaller ones are treated as noise. */
const MARGIN = 0.01;

export function comparePacings(runTimeSeconds: number): Comparison {
  const measure = (pacing: Pacing): Measured => ({ pacing, figures: measurePacing(pacing, runTimeSeconds) });
  const ours = WAIT_TIMES_SECONDS.map((seconds) => measure(makeOurs(seconds)));
  const rivals = [...WAIT_TIMES_SECONDS.map(makeSample), ...PEERS].map(measure);
  const longest = Math.min(86_400, runTimeSeconds);
  const choice = CHOICE.filter((seconds) => seconds <= longest).map((seconds) => measure(makeOurs(seconds)));
  const sensible = choice.filter((one) => !choice.some((other) => beats(other, one)));
  const losses = (all: readonly Measured[], isSensible: boolean): Loss[] =>
    all.flatMap((one) =>
      rivals.filter((rival) => beats(rival, one)).map((rival) => ({ ours: one, rival, sensible: isSensible })),
    );
  return { runTimeSeconds, ours, rivals, sensible, losses: [...losses(sensible, true), ...losses(ours, false)] };
}

/** Returns whether one pacing has both fewer polls and a shorter median delay. */
function beats({ figures: one }: Measured, { figures: other }: Measured): boolean {
  const less = (value: number, limit: number): boolean => value < limit * (1 - MARGIN);
  return less(one.polls, other.polls) && less(one.medianDelaySeconds, other.medianDelaySeconds);
}
