import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import { createRange, partition } from "../intrinsics/array-intrinsics";
import { hashText } from "../intrinsics/hash-text";
import { seededShare } from "../intrinsics/seeded-share";
import { type Json, parseJson } from "../json/json";
import type { RandomSource } from "../random-source";

/**
 * Creates the functions that Step Functions adds to JSONata, and the time functions that use the local clock.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function createJsonataFunctions(clock: Clock, random: RandomSource): Readonly<Record<string, unknown>> {
  return {
    parse: (text: string) => parseJson(text),
    uuid: () => randomUUID(),
    hash: (text: string, algorithm = "SHA-256") => hashText(text, algorithm),
    random: (seed?: number) => (seed === undefined ? random.next() : seededShare(seed)),
    // AWS returns a JSONata sequence: one item stands for itself, and none for nothing.
    range: (first: number, last: number, step: number) =>
      Object.defineProperty(createRange(first, last, step), "sequence", { value: true }),
    partition: (array: readonly Json[], size: number) => partition(array, size),
    millis: () => clock.now(),
    now: (picture?: string) => {
      if (picture !== undefined)
        throw new TypeError(
          "local Step Functions supports $now() without a picture; use $fromMillis($millis(), picture)",
        );
      return new Date(clock.now()).toISOString();
    },
    // AWS removes this function.
    eval: undefined,
  };
}
