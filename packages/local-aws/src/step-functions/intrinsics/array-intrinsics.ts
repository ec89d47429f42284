import { type Json, isSameJson, jsonText } from "../json/json";
import { expectArray, expectInteger } from "./arguments";
import type { RandomSource } from "../random-source";

/** Intrinsic function of the Amazon States Language. @throws Error whose message names the invalid argument */
export type Intrinsic = (values: readonly Json[], random: RandomSource) => Json;

/** Maximum items that States.ArrayRange returns. */
const MAX_RANGE_ITEMS = 1000;

export const arrayIntrinsics: Readonly<Record<string, Intrinsic>> = {
  "States.Array": (values) => values,

  "States.ArrayPartition": (values) => partition(expectArray(values[0]), expectInteger(values[1])),

  "States.ArrayContains": (values) => expectArray(values[0]).some((item) => isSameJson(item, values[1] ?? null)),

  "States.ArrayRange": (values) => {
    const [first = 0, last = 0, step = 0] = values.map(expectInteger);
    const length = rangeLength(first, last, step);
    if (length > MAX_RANGE_ITEMS)
      throw new RangeError(`Invalid argument: a range must have at most ${MAX_RANGE_ITEMS} items, got ${length}`);
    return createRange(first, last, step);
  },

  "States.ArrayGetItem": (values) => {
    const [array, index] = [expectArray(values[0]), expectInteger(values[1])];
    const item = index < 0 ? undefined : array[index];
    if (item === undefined) throw new RangeError(`Invalid argument: no item ${index} in an array of ${array.length}`);
    return item;
  },

  "States.ArrayLength": (values) => expectArray(values[0]).length,

  "States.ArrayUnique": (values) => [...new Map(expectArray(values[0]).map((item) => [jsonText(item), item])).values()],
};

/** Returns the numbers from `first` to `last`, both included. @throws RangeError if `step` is 0 */
export function createRange(first: number, last: number, step: number): Json[] {
  if (step === 0) throw new RangeError("Invalid argument: the step must not be 0");
  return Array.from({ length: rangeLength(first, last, step) }, (_, index) => first + index * step);
}

const rangeLength = (first: number, last: number, step: number): number =>
  step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1);

/** Splits an array into chunks. @throws RangeError if `size` is not a whole number of at least 1 */
export function partition(array: readonly Json[], size: number): Json[] {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`Invalid argument: the chunk size must be at least 1, got ${size}`);
  return Array.from({ length: Math.ceil(array.length / size) }, (_, chunk) =>
    array.slice(chunk * size, (chunk + 1) * size),
  );
}
