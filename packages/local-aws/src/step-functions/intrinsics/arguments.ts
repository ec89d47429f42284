import {
  type Json,
  type JsonArray,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  jsonText,
  toNumber,
} from "../json/json";

/** Maximum characters of an argument of the encoding and hashing functions. */
const MAX_TEXT_LENGTH = 10_000;

export function expectString(value: Json | undefined): string {
  if (typeof value === "string") return value;
  throw invalid("a string", value);
}

export function expectText(value: Json | undefined): string {
  const text = expectString(value);
  if (text.length > MAX_TEXT_LENGTH)
    throw new RangeError(`Invalid argument: at most ${MAX_TEXT_LENGTH} characters, got ${text.length}`);
  return text;
}

export function expectNumber(value: Json | undefined): number {
  const number = toNumber(value);
  if (number !== undefined) return number;
  throw invalid("a number", value);
}

export const expectInteger = (value: Json | undefined): number => Math.round(expectNumber(value));

export function expectArray(value: Json | undefined): JsonArray {
  if (value !== undefined && isJsonArray(value)) return value;
  throw invalid("an array", value);
}

export function expectObject(value: Json | undefined): JsonObject {
  if (value !== undefined && isJsonObject(value)) return value;
  throw invalid("an object", value);
}

function invalid(expected: string, value: Json | undefined): TypeError {
  return new TypeError(`Invalid argument: expected ${expected}, got ${value === undefined ? "none" : jsonText(value)}`);
}
