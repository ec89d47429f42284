/** Symbols for the comparison operators of JSONPath choices. Other operators are shown by name. */
const SIGNS: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/^(String|Numeric|Boolean|Timestamp)Equals(Path)?$/, "="],
  [/^(String|Numeric|Timestamp)LessThan(Path)?$/, "<"],
  [/^(String|Numeric|Timestamp)LessThanEquals(Path)?$/, "≤"],
  [/^(String|Numeric|Timestamp)GreaterThan(Path)?$/, ">"],
  [/^(String|Numeric|Timestamp)GreaterThanEquals(Path)?$/, "≥"],
];
const NO_OPERATORS = ["Variable", "Next", "Comment", "Assign", "Output"];

/** Maximum length of a condition in the diagram, in characters. */
const MAX_CONDITION_LENGTH = 60;

/**
 * Returns the label of a Choice rule: its Comment, its JSONata condition, or a test such as `$.outcome = FAILED`.
 * A condition that is too long is replaced with `Rule #1`.
 * @param number - number of the rule, starting at 1
 */
export function describeChoice(choice: Readonly<Record<string, unknown>>, number: number): string {
  const { Comment: comment, Condition: condition } = choice;
  if (typeof comment === "string") return comment;
  const text = typeof condition === "string" ? condition.replace(/^\{%\s*|\s*%\}$/g, "") : describeTest(choice);
  return text.length > MAX_CONDITION_LENGTH ? `Rule #${number}` : text;
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
