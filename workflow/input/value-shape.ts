/** Deepest nesting of an input, in levels. SubmitJob has 9; deeper values would exhaust the call stack. */
const MAX_LEVELS = 32;

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;
const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

/** Type and size of a JSON value, such as `a string of 12 characters`: all that an error may say about a secret. */
export function describeShape(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return `a string of ${count(Array.from(value).length, "character")}`;
  if (Array.isArray(value)) return `an array of ${count(value.length, "item")}`;
  return isNested(value) ? `an object with ${count(Object.keys(value).length, "field")}` : `a ${typeof value}`;
}

/** Whether a value has more levels of objects and arrays than an input may have. */
export const isTooDeep = (value: unknown, levels = MAX_LEVELS): boolean =>
  isNested(value) && (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** Rule that {@link isTooDeep} checks. */
export const DEPTH_RULE = `must have at most ${MAX_LEVELS} levels of objects and arrays`;
