import { type Json, toNumber } from "../json/json";
import { JsonNumber } from "../json/json-number";
import { parseTimestamp } from "./timestamp";

/** Comparison operator of a Choice state. */
interface Comparison {
  /** Expected operand, for error messages. */
  readonly operand: string;
  readonly accepts: (operand: Json) => boolean;
  /** Compares `value` with `operand`. Returns false, not an error, if their types differ. */
  readonly holds: (value: Json, operand: Json) => boolean;
}

const isString = (value: Json): value is string => typeof value === "string";
const isNumber = (value: Json): value is number | JsonNumber => toNumber(value) !== undefined;
const isBoolean = (value: Json): value is boolean => typeof value === "boolean";
const isTimestamp = (value: Json): value is string => isString(value) && parseTimestamp(value) !== undefined;

const numberOf = (value: number | JsonNumber): number => (value instanceof JsonNumber ? value.value : value);

const ORDERS: Readonly<Record<string, (sign: number) => boolean>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: isString,
  IsNumeric: isNumber,
  IsBoolean: isBoolean,
  IsTimestamp: isTimestamp,
  // Only paths with a result reach this comparison.
  IsPresent: () => true,
};

const ordered: Readonly<Record<string, Comparison>> = {
  ...orders("String", "a string", isString, (left, right) => Number(left > right) - Number(left < right)),
  ...orders("Numeric", "a number", isNumber, (left, right) => numberOf(left) - numberOf(right)),
  ...orders("Timestamp", "a timestamp", isTimestamp, (left, right) => Date.parse(left) - Date.parse(right)),
  BooleanEquals: {
    operand: "a boolean",
    accepts: isBoolean,
    holds: (value, operand) => isBoolean(value) && value === operand,
  },
};

/** Comparison operators by name. An `...Path` operator reads its operand from a path. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ...ordered,
  ...mapEntries(ordered, (name, comparison) => [`${name}Path`, comparison]),
  ...mapEntries(TYPE_TESTS, (name, isType) => [
    name,
    { operand: "a boolean", accepts: isBoolean, holds: (value, operand) => isType(value) === operand },
  ]),
  StringMatches: {
    operand: "a string",
    accepts: isString,
    holds: (value, operand) => isString(value) && isString(operand) && matchesWildcards(value, operand),
  },
};

function orders<T extends Json>(
  prefix: string,
  operand: string,
  accepts: (value: Json) => value is T,
  compare: (left: T, right: T) => number,
): Record<string, Comparison> {
  return mapEntries(ORDERS, (order, matches) => [
    `${prefix}${order}`,
    {
      operand,
      accepts,
      holds: (value, other) => accepts(value) && accepts(other) && matches(compare(value, other)),
    },
  ]);
}

function mapEntries<T>(
  record: Readonly<Record<string, T>>,
  toEntry: (name: string, value: T) => [string, Comparison],
): Record<string, Comparison> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => toEntry(name, value)));
}

/** Literal parts of a pattern, between its asterisks. */
const patterns = new Map<string, readonly string[]>();

/**
 * Returns whether `text` matches `pattern`. `*` matches any characters and `\*` matches an asterisk. Takes the first
 * place of each part, so that the time does not depend on the number of asterisks.
 */
function matchesWildcards(text: string, pattern: string): boolean {
  const parts = patterns.get(pattern) ?? splitPattern(pattern);
  patterns.set(pattern, parts);
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

function splitPattern(pattern: string): string[] {
  const parts = [""];
  for (const [token] of pattern.matchAll(/\\.|[\s\S]/gsu)) {
    if (token === "*") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${token.length > 1 && token.startsWith("\\") ? token.slice(1) : token}`);
  }
  return parts;
}
