import { findExpression } from "../definition/query-language";
import { type Json, isJsonArray, isJsonObject, jsonText } from "../json/json";
import { queryFailure } from "../states/state-failure";
import type { StateRun } from "../states/state-run";
import { EvaluationError } from "./evaluation-limits";
import type { Evaluated } from "./evaluation-process";
import { evaluateWithinLimits, type JsonataInputs } from "./evaluate-within-limits";

/**
 * Evaluates a field whose strings can be JSONata expressions, at any depth.
 * @param field - name of the field, for error messages, such as `Arguments`
 * @throws StateFailure States.QueryEvaluationError if an expression fails or returns nothing
 */
export async function evaluateJsonata(
  template: Json,
  field: string,
  run: StateRun,
  states: JsonataInputs = {},
): Promise<Json> {
  if (isJsonArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluateJsonata(item, `${field}[${index}]`, run, states));
    return items;
  }
  if (isJsonObject(template)) {
    const members: Record<string, Json> = {};
    for (const [key, item] of Object.entries(template))
      members[key] = await evaluateJsonata(item, `${field}/${key}`, run, states);
    return members;
  }
  const expression = typeof template === "string" ? findExpression(template) : undefined;
  return expression === undefined ? template : evaluateExpression(expression, field, run, states);
}

/**
 * Evaluates a field that must have a specific type.
 * @throws StateFailure States.QueryEvaluationError if it has another type
 */
export async function evaluateTyped<T extends Json>(
  template: Json,
  field: string,
  run: StateRun,
  expected: { readonly name: string; readonly is: (value: Json) => value is T },
): Promise<T> {
  const value = await evaluateJsonata(template, field, run);
  if (expected.is(value)) return value;
  const expression = typeof template === "string" ? (findExpression(template) ?? template) : jsonText(template);
  throw queryFailure(
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. Expected '${expected.name}', but was '${typeName(value)}' for value: ${jsonText(value)}`,
    field,
  );
}

async function evaluateExpression(
  expression: string,
  field: string,
  run: StateRun,
  states: JsonataInputs,
): Promise<Json> {
  const failure = (problem: string) =>
    queryFailure(`The JSONata expression '${expression}' specified for the field '${field}' ${problem}`, field);
  let result: Evaluated;
  try {
    result = await evaluateWithinLimits(expression, run, states);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { code, message } = error;
    throw failure(`threw an error during evaluation${code === undefined ? ": " : `. ${code}: `}${message}`);
  }
  if (result === "undefined") throw failure("returned nothing (undefined).");
  if (result === "function") throw failure("returned an unsupported result type.");
  return result.json;
}

function typeName(value: Json): string {
  if (value === null) return "null";
  return isJsonArray(value) ? "array" : typeof value;
}
