import { type Json, isJson, isJsonArray, isJsonObject } from "../json/json";
import { compilePath } from "../json/json-path";
import { COMPARISONS } from "../states/comparisons";
import type { ChoiceTest } from "./state-schemas";

const NOT_OPERATORS = ["Variable", "Next", "Comment", "Assign", "Output"];
const tests = new WeakMap<object, ChoiceTest>();

/**
 * Parses a choice rule in JSONPath mode. Called once per rule.
 * @throws SyntaxError that names the invalid operator, operand or path
 */
export function parseChoiceTest(rule: object): ChoiceTest {
  let test = tests.get(rule);
  if (test === undefined) {
    test = parse(rule);
    tests.set(rule, test);
  }
  return test;
}

function parse(rule: object): ChoiceTest {
  const fields = new Map(Object.entries(rule).filter((entry): entry is [string, Json] => isJson(entry[1])));
  const operators = [...fields.keys()].filter((field) => !NOT_OPERATORS.includes(field));
  const [operator] = operators;
  if (operator === undefined || operators.length > 1)
    throw new SyntaxError(`A choice rule must have exactly one operator, got [${operators.join(", ")}]`);
  const operand = fields.get(operator) ?? null;
  if (operator === "And" || operator === "Or")
    return { kind: operator === "And" ? "and" : "or", tests: expectRules(operator, operand).map(parse) };
  if (operator === "Not") return { kind: "not", test: parse(expectRule(operator, operand)) };
  return parseComparison(fields.get("Variable"), operator, operand);
}

function parseComparison(variable: Json | undefined, operator: string, operand: Json): ChoiceTest {
  const comparison = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (comparison === undefined) throw new SyntaxError(`Field '${operator}' is not supported`);
  if (typeof variable !== "string") throw new SyntaxError("These fields are required: [Variable]");
  compilePath(variable);
  if (operator.endsWith("Path")) compilePath(typeof operand === "string" ? operand : JSON.stringify(operand));
  else if (!comparison.accepts(operand))
    throw new SyntaxError(`The operand of ${operator} must be ${comparison.operand}, got ${JSON.stringify(operand)}`);
  return { kind: "comparison", variable, operator, operand };
}

function expectRules(operator: string, operand: Json): readonly object[] {
  if (!isJsonArray(operand) || operand.length === 0)
    throw new SyntaxError(`The operand of ${operator} must be a non-empty array`);
  return operand.map((rule) => expectRule(operator, rule));
}

function expectRule(operator: string, rule: Json): object {
  if (!isJsonObject(rule)) throw new SyntaxError(`The operand of ${operator} must contain choice rules`);
  return rule;
}
