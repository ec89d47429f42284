import { findValuePattern, matchesValue, type ValuePattern } from "./value-pattern";

/** Values that an event's field may have, or patterns of the fields of an event's object. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly ValuePattern[];
}

/** A pattern that EventBridge may know, and local mode does not. */
export class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/**
 * Reads an event pattern: objects, and lists of what a field may be: a value, or a text with a `prefix` or `suffix`, or
 * like a `wildcard`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param text - JSON
 * @throws EventPatternError that names the field and what is not supported there, such as `numeric` or `$or`
 */
export function parseEventPattern(text: string): EventPattern {
  return readFields(JSON.parse(text), "the pattern");
}

/** Whether the event has a value of the list in every field of the pattern; a field that is an array, in any element. */
export function matchesEventPattern(pattern: EventPattern, event: unknown): boolean {
  if (!isObject(event)) return false;
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = event[field];
    if (!isList(wanted)) return matchesEventPattern(wanted, value);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return wanted.some((one) => values.some((each) => matchesValue(one, each)));
  });
}

function readFields(value: unknown, place: string): EventPattern {
  if (!isObject(value)) throw new EventPatternError(`${place} must be an object, got ${JSON.stringify(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([field, wanted]) => {
      const path = place === "the pattern" ? field : `${place}.${field}`;
      if (field.startsWith("$")) throw notSupported(path, field);
      return [field, Array.isArray(wanted) ? wanted.map((one) => readValue(one, path)) : readFields(wanted, path)];
    }),
  );
}

function readValue(value: unknown, path: string): ValuePattern {
  const pattern = findValuePattern(value);
  if (pattern === undefined)
    throw notSupported(path, isObject(value) ? Object.keys(value).join(", ") : JSON.stringify(value));
  return pattern;
}

const notSupported = (path: string, what: string): EventPatternError =>
  new EventPatternError(
    `local mode matches values, prefix, suffix and wildcard only, but ${path} of the event pattern has ${what}`,
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: EventPattern | readonly ValuePattern[]): value is readonly ValuePattern[] =>
  Array.isArray(value);
