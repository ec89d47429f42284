/** How the comparison operators of a JSONPath choice are written in a picture; others are shown by their name. */
const SIGNS: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/^(String|Numeric|Boolean|Timestamp)Equals(Path)?$/, "="],
  [/^(String|Numeric|Timestamp)LessThan(Path)?$/, "<"],
  [/^(String|Numeric|Timestamp)LessThanEquals(Path)?$/, "≤"],
  [/^(String|Numeric|Timestamp)GreaterThan(Path)?$/, ">"],
  [/^(String|Numeric|Timestamp)GreaterThanEquals(Path)?$/, "≥"],
];
const NO_OPERATORS = ["Variable", "Next", "Comment", "Assign", "Output"];

/** A longer condition says nothing in a picture. */
const LONGEST_CONDITION = 60;

/**
 * A label for one way out of a Choice state: `$.outcome = FAILED`, the JSONata condition, or which rule it is where that is too long.
 * @param number - of the rule, counted from 1
 */
export function describeChoice(choice: Readonly<Record<string, unknown>>, number: number): string {
  const { Comment: comment, Condition: condition } = choice;
  if (typeof comment === "string") return comment;
  const text = typeof condition === "string" ? condition.replace(/^\{%\s*|\s*%\}$/g, "") : describeTest(choice);
  return text.length > LONGEST_CONDITION ? `Rule #${number}` : text;
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
