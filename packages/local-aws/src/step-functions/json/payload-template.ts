import { type Json, isJsonArray, isJsonObject, jsonText } from "./json";
import { type PathScope, findPath } from "./path-scope";
import { evaluateIntrinsic } from "../intrinsics/evaluate-intrinsic";
import type { RandomSource } from "../random-source";
import { runtimeFailure } from "../states/state-failure";

/**
 * Fills in a payload template (Parameters, ResultSelector, Assign). A field `name.$` becomes `name`, with the value
 * of its path or intrinsic function.
 */
export function fillTemplate(template: Json, scope: PathScope, random: RandomSource): Json {
  if (isJsonArray(template)) return template.map((item) => fillTemplate(item, scope, random));
  if (!isJsonObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(".$") && typeof value === "string"
        ? [key.slice(0, -2), getPathOrIntrinsic(value, key, scope, random)]
        : [key, fillTemplate(value, scope, random)],
    ),
  );
}

/**
 * Evaluates a path or an intrinsic function.
 * @param field - name of the field, for the error message
 * @throws StateFailure States.Runtime if the path has no result, States.IntrinsicFailure if the function fails
 */
export function getPathOrIntrinsic(expression: string, field: string, scope: PathScope, random: RandomSource): Json {
  if (!expression.startsWith("$")) return evaluateIntrinsic(expression, scope, random);
  const value = findPath(expression, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    `The JSONPath '${expression}' specified for the field '${field}' could not be found in the input '${jsonText(scope.data)}'`,
  );
}
