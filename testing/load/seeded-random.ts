import type { RandomSource } from "local-aws";

/** Creates a reproducible random source: the generator mulberry32. @param seed - a 32-bit integer */
export function createSeededRandom(seed: number): RandomSource {
  let state = seed;
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
