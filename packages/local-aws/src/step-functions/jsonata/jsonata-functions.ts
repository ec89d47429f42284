import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import { createRange } from "../intrinsics/array-intrinsics";
import { hashText } from "../intrinsics/hash-text";
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
    range: (first: number, last: number, step: number) => createRange(first, last, step),
    partition: (array: readonly Json[], size: number) => {
      if (!Number.isInteger(size) || size < 1) throw new RangeError(`the chunk size must be at least 1, got ${size}`);
      return Array.from({ length: Math.ceil(array.length / size) }, (_, chunk) =>
        array.slice(chunk * size, (chunk + 1) * size),
      );
    },
    millis: () => clock.now(),
    now: (picture?: string) => {
      if (picture !== undefined)
        throw new TypeError(
          "local Step Functions supports $now() without a picture; use $fromMillis($millis(), picture)",
        );
      return new Date(clock.now()).toISOString();
    },
    eval: () => {
      throw new TypeError("$eval is not supported; use $parse");
    },
  };
}

/** Returns the same number for the same seed. The sequence of AWS is not published. */
function seededShare(seed: number): number {
  return Number.parseInt(hashText(String(seed), "SHA-256").slice(0, 8), 16) / 2 ** 32;
}
