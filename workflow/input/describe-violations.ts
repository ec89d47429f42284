import { closest, distance } from "fastest-levenshtein";
import type * as z from "zod";

/** Fields that may hold secrets. Errors say only type and length of the values in them. */
const CONFIDENTIAL_FIELDS = [
  "containerOverrides",
  "ecsPropertiesOverride",
  "eksPropertiesOverride",
  "nodeOverrides",
  "parameters",
  "tags",
];
const isConfidential = ([field]: readonly PropertyKey[]): boolean => CONFIDENTIAL_FIELDS.includes(String(field));

/**
 * Renders zod's issues as sentences: path, rule, and what was given.
 * @param fields - names of all fields that the input may have
 */
export function describeViolations(error: z.ZodError, input: unknown, fields: readonly string[]): string[] {
  const mistyped = new Set(
    error.issues.filter(({ code }) => code === "invalid_type").map(({ path }) => showPath(path)),
  );
  return error.issues.flatMap((issue) => {
    // Zod also measures the length of a string in the place of an array.
    if (issue.code === "too_big" && mistyped.has(showPath(issue.path))) return [];
    if (issue.code === "unrecognized_keys") return describeUnknownFields(issue.path, issue.keys, fields);
    if (issue.path.length === 0 && issue.code === "invalid_type")
      return [`the input ${issue.message}, got ${describeShape(input)}`];
    if (issue.path.length === 0) return [issue.message];
    const message =
      issue.code === "invalid_key" ? issue.issues.map((each) => each.message).join(" and ") : issue.message;
    const { given, value } = findValue(input, issue.path);
    return [`${showPath(issue.path)} ${message}, ${given ? `got ${showValue(issue, value)}` : "but is missing"}`];
  });
}

function describeUnknownFields(
  path: readonly PropertyKey[],
  keys: readonly string[],
  fields: readonly string[],
): string[] {
  if (path.length > 0)
    return keys.map(
      (key) => `${showPath([...path, key])} is no field that SubmitJob knows; remove it or correct its name`,
    );
  const strange = keys.filter((key) => findLikelyField(key, fields) === undefined);
  return [
    ...keys.flatMap((key) => {
      const likely = findLikelyField(key, fields);
      return likely === undefined ? [] : `${showPath([key])} is no field of the input; did you mean ${likely}?`;
    }),
    ...strange.map((key, index) => {
      const known = index === strange.length - 1 ? `; the fields are ${fields.join(", ")}` : "";
      return `${showPath([key])} is no field of the input${known}`;
    }),
  ];
}

/** Letters that may be wrong in a name for it still to be taken as a slip; more often means another word. */
const LIKELY_SLIPS = 2;

/** The field that was probably meant: spelled in another case, with other separators, or with a slip or two. */
function findLikelyField(key: string, fields: readonly string[]): string | undefined {
  // A long key is no slip, and comparing it takes time that grows with its length.
  if (key.length > MAX_SHOWN_CHARACTERS) return undefined;
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");
  const likely = closest(plain(key), fields.map(plain));
  if (distance(plain(key), likely) > LIKELY_SLIPS) return undefined;
  return fields.find((field) => plain(field) === likely);
}

function findValue(input: unknown, path: readonly PropertyKey[]): { given: boolean; value: unknown } {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
      return { given: false, value: undefined };
    value = Reflect.get(value, key);
  }
  return { given: true, value };
}

function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((shown, key) => {
    if (typeof key === "number") return `${shown}[${key}]`;
    const plain = String(key);
    if (/^[\w.:/-]{1,100}$/.test(plain)) return shown === "" ? plain : `${shown}.${plain}`;
    // No name of a variable, parameter or tag looks like that, but NAME=VALUE does.
    return isConfidential(path) ? `${shown}[a key of ${plain.length} characters]` : `${shown}[${shorten(plain)}]`;
  }, "");
}

/** Longest rendering of a value in a message, in characters. */
const MAX_SHOWN_CHARACTERS = 100;

function shorten(text: string): string {
  const shown = JSON.stringify(text);
  return shown.length <= MAX_SHOWN_CHARACTERS
    ? shown
    : `${shown.slice(0, MAX_SHOWN_CHARACTERS)}... (${shown.length} characters)`;
}

/**
 * A value of the wrong type may be a secret wherever it is, because a caller may have put it in the wrong place.
 * Numbers and booleans are shown.
 */
function showValue({ code, path }: z.core.$ZodIssue, value: unknown): string {
  const isShown = typeof value === "string" ? code !== "invalid_type" : typeof value !== "object";
  if (isConfidential(path) || !isShown) return describeShape(value);
  return typeof value === "string" ? shorten(value) : String(value);
}

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
