import type { ChoiceRule, ChoiceTest, ChoiceState } from "../definition/state-schemas";
import { parseChoiceTest } from "../definition/parse-choice-test";
import { evaluateTyped } from "../jsonata/evaluate-jsonata";
import { type PathScope, findPath } from "../json/path-scope";
import type { Json } from "../json/json";
import { COMPARISONS } from "./comparisons";
import { computeOutput, pathScope, selectInput } from "./data-flow";
import { StateFailure, runtimeFailure } from "./state-failure";
import type { StateOutcome, StateRun } from "./state-run";

/**
 * Follows the first matching rule, or Default.
 * @throws StateFailure States.NoChoiceMatched if no rule matches and there is no Default
 */
export async function runChoice(state: ChoiceState, run: StateRun): Promise<StateOutcome> {
  const input = selectInput(state.InputPath, run);
  const index = await findRuleIndex(state.Choices, input, run);
  const rule = state.Choices[index];
  const next = rule?.Next ?? state.Default;
  if (next === undefined)
    throw new StateFailure(
      "States.NoChoiceMatched",
      "Failed to transition out of the state. The state does not point to a next state.",
      { namesState: true },
    );
  const fields = {
    OutputPath: state.OutputPath,
    Output: rule?.Output ?? state.Output,
    Assign: rule?.Assign ?? state.Assign,
  };
  const place = rule === undefined ? "" : `Choices[${index}]/`;
  return { ...(await computeOutput(fields, { result: input, place }, run)), next };
}

/** Returns the index of the first matching rule, or -1. */
async function findRuleIndex(rules: readonly ChoiceRule[], input: Json, run: StateRun): Promise<number> {
  const scope = pathScope(input, run);
  for (const [index, rule] of rules.entries())
    if (run.language === "JSONPath" ? holds(parseChoiceTest(rule), scope) : await isTrue(rule, index, run))
      return index;
  return -1;
}

function isTrue(rule: ChoiceRule, index: number, run: StateRun): Promise<boolean> {
  return evaluateTyped(rule.Condition ?? false, `Choices[${index}]/Condition`, run, {
    name: "boolean",
    is: (value) => typeof value === "boolean",
  });
}

function holds(test: ChoiceTest, scope: PathScope): boolean {
  switch (test.kind) {
    case "and":
      return test.tests.every((inner) => holds(inner, scope));
    case "or":
      return test.tests.some((inner) => holds(inner, scope));
    case "not":
      return !holds(test.test, scope);
    case "comparison": {
      const value = findPath(test.variable, scope);
      if (value === undefined && test.operator === "IsPresent") return test.operand === false;
      return COMPARISONS[test.operator]?.holds(present(value, test.variable), operandOf(test, scope)) ?? false;
    }
  }
}

function operandOf(test: Extract<ChoiceTest, { kind: "comparison" }>, scope: PathScope): Json {
  if (!test.operator.endsWith("Path") || typeof test.operand !== "string") return test.operand;
  return present(findPath(test.operand, scope), test.operand);
}

function present(value: Json | undefined, path: string): Json {
  if (value !== undefined) return value;
  throw runtimeFailure(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
}
