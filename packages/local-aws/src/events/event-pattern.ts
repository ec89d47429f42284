/** Allowed values by field, or nested patterns for the fields of an object. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly ValuePattern[];
}

/** The event pattern uses a feature that local mode does not support. */
class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/**
 * Parses an event pattern. Each field has a nested pattern or a list of allowed values: exact values, text with a
 * `prefix`, `suffix` or `wildcard`, `anything-but` these, or `exists`.
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
  const fields = isObject(event) ? event : {};
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!isList(wanted)) return matchesEventPattern(wanted, value);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return wanted.some((one) => {
      if (isComparison(one) && one.exists !== undefined) return one.exists === (value !== undefined);
      return value !== undefined && values.some((each) => matchesValue(one, each));
    });
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
    `local mode supports only exact values, prefix, suffix, wildcard, anything-but and exists; ${path} of the event pattern has ${what}`,
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: EventPattern | readonly ValuePattern[]): value is readonly ValuePattern[] =>
  Array.isArray(value);

/** Allowed value of an event field: an exact value, or a comparison. */
type ValuePattern = ExactValue | Comparison;

type ExactValue = string | number | boolean | null;
/** Comparison with exactly one member. */
interface Comparison {
  readonly text?: TextPattern;
  readonly exists?: boolean;
  /** Values that do not match. */
  readonly anythingBut?: readonly (ExactValue | TextPattern)[];
}
type TextPattern = Readonly<Record<string, string>>;

/** Text comparisons by their names in EventBridge. */
const COMPARISONS: Readonly<Record<string, (text: string, given: string) => boolean>> = {
  prefix: (text, prefix) => text.startsWith(prefix),
  suffix: (text, suffix) => text.endsWith(suffix),
  wildcard: (text, pattern) => wildcardExpression(pattern).test(text),
};

/** Parses one element of the list in a pattern. Returns undefined if local mode does not support it. */
function findValuePattern(value: unknown): ValuePattern | undefined {
  if (isExact(value)) return value;
  if (!isObject(value)) return undefined;
  const [[comparison, given] = [], ...others] = Object.entries(value);
  if (others.length > 0) return undefined;
  if (comparison === "exists") return typeof given === "boolean" ? { exists: given } : undefined;
  if (comparison !== "anything-but") {
    const text = findTextPattern(value);
    return text && { text };
  }
  const excluded: readonly unknown[] = Array.isArray(given) ? given : [given];
  const parsed = excluded.map((one) => (isExact(one) ? one : findTextPattern(one)));
  const anythingBut = parsed.filter((one) => one !== undefined);
  return anythingBut.length === parsed.length ? { anythingBut } : undefined;
}

function findTextPattern(value: unknown): TextPattern | undefined {
  if (!isObject(value)) return undefined;
  const [[comparison, given] = [], ...others] = Object.entries(value);
  if (comparison === undefined || others.length > 0 || typeof given !== "string") return undefined;
  return Object.hasOwn(COMPARISONS, comparison) ? { [comparison]: given } : undefined;
}

const isExact = (value: unknown): value is ExactValue =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const isComparison = (pattern: ValuePattern): pattern is Comparison => !isExact(pattern);

function matchesValue(pattern: ValuePattern, value: unknown): boolean {
  if (isExact(pattern)) return pattern === value;
  if (pattern.anythingBut === undefined) return matchesText(pattern.text ?? {}, value);
  return !pattern.anythingBut.some((one) => (isExact(one) ? one === value : matchesText(one, value)));
}

const matchesText = (pattern: TextPattern, value: unknown): boolean =>
  typeof value === "string" &&
  Object.entries(pattern).every(([comparison, given]) => COMPARISONS[comparison]?.(value, given));

/** `*` matches any text, including the empty text. `\*` and `\\` match the characters themselves. */
function wildcardExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\[*\\]|[^\w]/gu, (part) => {
    if (part === "*") return ".*";
    return part.startsWith("\\") && part.length === 2 ? part : `\\u{${part.codePointAt(0)?.toString(16) ?? ""}}`;
  });
  return new RegExp(`^${source}$`, "su");
}
