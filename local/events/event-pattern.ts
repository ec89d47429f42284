/** Values that an event's field may have, or patterns of the fields of an event's object. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly ExactValue[];
}

type ExactValue = string | number | boolean | null;

/** A pattern that EventBridge may know, and local mode does not. */
export class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/**
 * Reads an event pattern: objects, and lists of the exact values that a field may have.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param text - JSON
 * @throws EventPatternError that names the field and what is not supported there, such as `prefix` or `$or`
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
    return wanted.some((exact) => values.includes(exact));
  });
}

function readFields(value: unknown, place: string): EventPattern {
  if (!isObject(value)) throw new EventPatternError(`${place} must be an object, got ${JSON.stringify(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([field, wanted]) => {
      const path = place === "the pattern" ? field : `${place}.${field}`;
      if (field.startsWith("$")) throw notSupported(path, field);
      return [field, Array.isArray(wanted) ? wanted.map((one) => readExact(one, path)) : readFields(wanted, path)];
    }),
  );
}

function readExact(value: unknown, path: string): ExactValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null)
    return value;
  throw notSupported(path, isObject(value) ? Object.keys(value).join(", ") : JSON.stringify(value));
}

const notSupported = (path: string, what: string): EventPatternError =>
  new EventPatternError(`local mode matches exact values only, but ${path} of the event pattern has ${what}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: EventPattern | readonly ExactValue[]): value is readonly ExactValue[] => Array.isArray(value);
