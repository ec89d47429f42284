const MULTIPLIER = 0x5_deec_e66dn;
const INCREMENT = 0xbn;
const MASK = (1n << 48n) - 1n;

/**
 * Returns a number from 0 to 1, the same for the same seed. `$random(seed)` of AWS returns the first double of a
 * `java.util.Random` with this seed.
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Random.html
 */
export function seededShare(seed: number): number {
  const first = advance(scramble(seed));
  const second = advance(first);
  const bits = ((first >> 22n) << 27n) + (second >> 21n);
  return Number(bits) / 2 ** 53;
}

const scramble = (seed: number): bigint => (BigInt(Math.trunc(seed)) ^ MULTIPLIER) & MASK;

const advance = (state: bigint): bigint => (state * MULTIPLIER + INCREMENT) & MASK;
