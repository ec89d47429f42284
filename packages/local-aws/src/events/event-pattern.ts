/** Allowed values by field, or nested patterns for the fields of an object. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly ValuePattern[];
}

/** The event pattern uses a feature that local mode does not support. */
class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/**
 * Parses an event pattern. Each field has a nested pattern or a list of allowed values: exact values, or text with a
 * `prefix`, `suffix` or `wildcard`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param text - JSON
 * @throws EventPatternError that names the field and the unsupported comparison, such as `numeric` or `$or`
 */
export function parseEventPattern(text: string): EventPattern {
  return readFields(JSON.parse(text), "the pattern");
}

/**
 * Returns whether every field of the pattern matches the event. A field that is an array matches if one of its
 * elements does.
 */
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
    `local mode supports only exact values, prefix, suffix and wildcard; ${path} of the event pattern has ${what}`,
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: EventPattern | readonly ValuePattern[]): value is readonly ValuePattern[] =>
  Array.isArray(value);

/** Allowed value of an event field: an exact value, or text that matches a comparison. */
type ValuePattern = ExactValue | TextPattern;

type ExactValue = string | number | boolean | null;
type TextPattern = Readonly<Record<string, string>>;

/** Text comparisons by their names in EventBridge. */
const COMPARISONS: Readonly<Record<string, (text: string, given: string) => boolean>> = {
  prefix: (text, prefix) => text.startsWith(prefix),
  suffix: (text, suffix) => text.endsWith(suffix),
  wildcard: (text, pattern) => wildcardExpression(pattern).test(text),
};

/** Parses one element of the list in a pattern. Returns undefined if local mode does not support it. */
function findValuePattern(value: unknown): ValuePattern | undefined {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const [[comparison, given] = [], ...others] = Object.entries(value);
  if (comparison === undefined || others.length > 0 || typeof given !== "string") return undefined;
  return Object.hasOwn(COMPARISONS, comparison) ? { [comparison]: given } : undefined;
}

function matchesValue(pattern: ValuePattern, value: unknown): boolean {
  if (typeof pattern !== "object" || pattern === null) return pattern === value;
  return (
    typeof value === "string" &&
    Object.entries(pattern).every(([comparison, given]) => COMPARISONS[comparison]?.(value, given))
  );
}

/** `*` matches any text, including the empty text. `\*` and `\\` match the characters themselves. */
function wildcardExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\[*\\]|[^\w]/gu, (part) => {
    if (part === "*") return ".*";
    return part.startsWith("\\") && part.length === 2 ? part : `\\u{${part.codePointAt(0)?.toString(16) ?? ""}}`;
  });
  return new RegExp(`^${source}$`, "su");
}
