import { describeJsonProblem, isTooDeep, JsonProblem } from "./scan-json";
import { JsonNumber, parseExactly, stringifyExactly } from "./json-number";

/** JSON document. Documents are immutable, so that states and history events can share them. */
export type Json = null | boolean | number | JsonNumber | string | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Checks the top level of a value. Values from JSON.parse are JSON at every level. */
export function isJson(value: unknown): value is Json {
  return value === null || ["boolean", "number", "string", "object"].includes(typeof value);
}

export function isJsonArray(value: unknown): value is JsonArray {
  return Array.isArray(value);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** Returns the number that a value is, or undefined if it is not a number. */
export function toNumber(value: unknown): number | undefined {
  if (value instanceof JsonNumber) return value.value;
  return typeof value === "number" ? value : undefined;
}

const TOO_DEEP = "Document nesting depth exceeds the maximum allowed (1000)";

/** Parses a JSON text. @throws SyntaxError if `text` is not JSON, or is nested more than 1,000 deep */
export function parseJson(text: string): Json {
  if (isTooDeep(text)) throw new SyntaxError(TOO_DEEP);
  const value = parseExactly(text);
  if (!isJson(value)) throw new SyntaxError("not a JSON document");
  return value;
}

/** Parses a JSON text of a request. @throws JsonProblem */
export function parseGivenJson(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw isTooDeep(text) ? new JsonProblem(TOO_DEEP, "[Source: (String)]") : describeJsonProblem(text, error);
  }
}

/**
 * Copies a value from a library or a Lambda function into a plain JSON document. Undefined becomes null.
 * @throws TypeError if `value` cannot be serialized (a cycle or a BigInt)
 */
export function toJson(value: unknown): Json {
  const text: unknown = JSON.stringify(value);
  return typeof text === "string" ? parseJson(text) : null;
}

const texts = new WeakMap<object, string>();

/**
 * Returns the compact JSON text of a document. Every history event repeats the input or output of a state, so the
 * text of an object is cached.
 */
export function jsonText(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) {
    text = stringifyExactly(value);
    texts.set(value, text);
  }
  return text;
}

/** Compares two values, ignoring the order of members. */
export function isSameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (left instanceof JsonNumber) return right instanceof JsonNumber && left.text === right.text;
  if (isJsonArray(left) && isJsonArray(right))
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index] ?? null));
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key] ?? null, right[key] ?? null))
  );
}

/**
 * Maximum input or output of a state, in bytes of UTF-8.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_DATA_BYTES = 262_144;

export function exceedsDataLimit(text: string): boolean {
  // A UTF-16 code unit takes at most three bytes of UTF-8, so most texts need no exact count.
  return text.length * 3 > MAX_DATA_BYTES && Buffer.byteLength(text) > MAX_DATA_BYTES;
}
