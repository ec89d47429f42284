import type { RandomSource } from "local-aws";

/**
 * Random numbers that are the same for the same seed. Park and Miller's generator.
 * @param seed - integer of at least 1
 */
export function givenRandom(seed: number): RandomSource {
  let state = seed % 2_147_483_647;
  return { next: () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 };
}
