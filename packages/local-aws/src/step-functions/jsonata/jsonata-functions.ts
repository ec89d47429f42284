import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import { expectArray, expectNumber, expectString } from "../intrinsics/arguments";
import { createRange, partition } from "../intrinsics/array-intrinsics";
import { hashText } from "../intrinsics/hash-text";
import { seededShare } from "../intrinsics/seeded-share";
import { isJson, type Json, parseGivenJson } from "../json/json";
import { withPlainNumbers } from "../json/json-number";
import type { RandomSource } from "../random-source";
import { memoryLimitExceeded } from "./evaluation-limits";

/** Items that `$range` returns at most. Measured on AWS: https://github.com/floci-io/floci/issues/2737 */
const MAX_RANGE_ITEMS = 360_145;

/** Function that an expression can call. */
export type JsonataFunction = (...list: readonly unknown[]) => unknown;

/**
 * Creates the functions that Step Functions adds to JSONata, and the time functions that use the local clock.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function createJsonataFunctions(clock: Clock, random: RandomSource): Readonly<Record<string, JsonataFunction>> {
  return {
    parse: (text) => withPlainNumbers(parseGivenJson(expectString(toArgument(text)))),
    uuid: () => randomUUID(),
    hash: (text, algorithm = "SHA-256") =>
      hashText(expectString(toArgument(text)), expectString(toArgument(algorithm))),
    random: (seed) => (seed === undefined ? random.next() : seededShare(expectNumber(toArgument(seed)))),
    range: (...list) => {
      const [first = 0, last = 0, step = 0] = list.map((value) => expectNumber(toArgument(value)));
      if (step !== 0 && (last - first) / step >= MAX_RANGE_ITEMS) throw memoryLimitExceeded();
      // AWS returns a JSONata sequence: one item stands for itself, and none for nothing.
      return Object.defineProperty(createRange(first, last, step), "sequence", { value: true });
    },
    partition: (array, size) => partition(expectArray(toArgument(array)), expectNumber(toArgument(size))),
    millis: () => clock.now(),
    now: (picture) => {
      if (picture !== undefined)
        throw new TypeError(
          "local Step Functions supports $now() without a picture; use $fromMillis($millis(), picture)",
        );
      return new Date(clock.now()).toISOString();
    },
  };
}

/** Returns an argument as a document, or undefined for one that is missing or a function. */
const toArgument = (value: unknown): Json | undefined => (isJson(value) ? value : undefined);
