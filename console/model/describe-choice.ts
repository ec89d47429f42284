/** How the comparison operators of a JSONPath choice are written in a picture; others are shown by their name. */
const SIGNS: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/^(String|Numeric|Boolean|Timestamp)Equals(Path)?$/, "="],
  [/^(String|Numeric|Timestamp)LessThan(Path)?$/, "<"],
  [/^(String|Numeric|Timestamp)LessThanEquals(Path)?$/, "≤"],
  [/^(String|Numeric|Timestamp)GreaterThan(Path)?$/, ">"],
  [/^(String|Numeric|Timestamp)GreaterThanEquals(Path)?$/, "≥"],
];
const NO_OPERATORS = ["Variable", "Next", "Comment", "Assign", "Output"];

/** A label for one way out of a Choice state: `$.outcome = FAILED`, or the JSONata condition. */
export function describeChoice(choice: Readonly<Record<string, unknown>>): string {
  const { Comment: comment, Condition: condition } = choice;
  if (typeof comment === "string") return comment;
  if (typeof condition === "string") return condition.replace(/^\{%\s*|\s*%\}$/g, "");
  return describeTest(choice);
}

function describeTest(test: unknown): string {
  if (typeof test !== "object" || test === null) return "?";
  const fields = new Map<string, unknown>(Object.entries(test));
  const variable = fields.get("Variable");
  const operator = [...fields.keys()].find((key) => !NO_OPERATORS.includes(key)) ?? "?";
  const value = fields.get(operator);
  if (operator === "Not") return `not (${describeTest(value)})`;
  if ((operator === "And" || operator === "Or") && Array.isArray(value))
    return value.map((inner) => describeTest(inner)).join(operator === "And" ? " and " : " or ");
  const sign = SIGNS.find(([pattern]) => pattern.test(operator))?.[1] ?? operator;
  return `${typeof variable === "string" ? variable : "?"} ${sign} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
