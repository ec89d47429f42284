/** Source of random numbers for jitter, States.MathRandom and similar. Tests pass their own. */
export interface RandomSource {
  /** Returns a number from 0 (included) to 1 (excluded). */
  next(): number;
}

export const systemRandom: RandomSource = { next: () => Math.random() };
