/** Allowed value of an event field: an exact value, or text that matches a comparison. */
export type ValuePattern = ExactValue | TextPattern;

type ExactValue = string | number | boolean | null;
type TextPattern = Readonly<Record<string, string>>;

/** Text comparisons by their names in EventBridge. */
const COMPARISONS: Readonly<Record<string, (text: string, given: string) => boolean>> = {
  prefix: (text, prefix) => text.startsWith(prefix),
  suffix: (text, suffix) => text.endsWith(suffix),
  wildcard: (text, pattern) => wildcardExpression(pattern).test(text),
};

/** Parses one element of the list in a pattern. Returns undefined if local mode does not support it. */
export function findValuePattern(value: unknown): ValuePattern | undefined {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const [[comparison, given] = [], ...others] = Object.entries(value);
  if (comparison === undefined || others.length > 0 || typeof given !== "string") return undefined;
  return Object.hasOwn(COMPARISONS, comparison) ? { [comparison]: given } : undefined;
}

export function matchesValue(pattern: ValuePattern, value: unknown): boolean {
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
