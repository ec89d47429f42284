import { isJson, isJsonArray, isJsonObject, type Json } from "../json/json";
import { UnsupportedPath, compilePath } from "../json/json-path";
import { parseIntrinsic } from "../intrinsics/parse-intrinsic";
import { compileJsonata, listContextReferences } from "../jsonata/compile-jsonata";
import { type Diagnostic, problem, schemaError } from "./diagnostic";
import { type QueryLanguage, findExpression, isHalfDelimited } from "./query-language";
import type { State } from "./state-schemas";

const PATH_FIELDS = [
  "InputPath",
  "OutputPath",
  "SecondsPath",
  "TimestampPath",
  "TimeoutSecondsPath",
  "HeartbeatSecondsPath",
];
/** Fields that accept a path or an intrinsic function. */
const EXPRESSION_FIELDS = ["ErrorPath", "CausePath"];
const TEMPLATE_FIELDS = ["Parameters", "ResultSelector", "Assign"];

/**
 * Checks the syntax of every path, intrinsic function and JSONata expression of a state, so that none fails hours
 * into an execution.
 */
export function checkExpressions(state: State, language: QueryLanguage, location: string): Diagnostic[] {
  return Object.entries(state).flatMap(([field, value]: [string, unknown]) => {
    const place = `${location}/${field}`;
    if (!isJson(value)) return [];
    if (language === "JSONata") return checkJsonata(value, place);
    if (field === "Catch" && isJsonArray(value))
      return value.flatMap((item, index) => checkCatcher(item, `${place}[${index}]`));
    if (TEMPLATE_FIELDS.includes(field)) return checkTemplate(value, place);
    if (typeof value !== "string") return [];
    if (field === "ResultPath")
      return attempt(place, () => {
        checkReferencePath(value);
      });
    if (PATH_FIELDS.includes(field)) return attempt(place, () => compilePath(value));
    return EXPRESSION_FIELDS.includes(field) ? attempt(place, () => parseExpression(value)) : [];
  });
}

function checkCatcher(catcher: Json, place: string): Diagnostic[] {
  if (!isJsonObject(catcher)) return [];
  const path = catcher["ResultPath"];
  return [
    ...(typeof path === "string"
      ? attempt(`${place}/ResultPath`, () => {
          checkReferencePath(path);
        })
      : []),
    ...checkTemplate(catcher["Assign"] ?? null, `${place}/Assign`),
  ];
}

function checkReferencePath(path: string): void {
  const { root, steps } = compilePath(path);
  if (root.kind !== "data" || steps === undefined)
    throw new SyntaxError(`Value is not a Reference Path: ${path} must start with $ and identify a single node`);
}

function checkTemplate(template: Json, place: string): Diagnostic[] {
  if (isJsonArray(template)) return template.flatMap((item, index) => checkTemplate(item, `${place}[${index}]`));
  if (!isJsonObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (!key.endsWith(".$")) return checkTemplate(value, `${place}/${key}`);
    if (typeof value === "string") return checkPathOrIntrinsic(value, key, `${place}/${key}`);
    return [
      schemaError(
        `The value for the field '${key}' must be a STRING that contains a JSONPath but was ${typeof value}`,
        `${place}/${key}`,
      ),
    ];
  });
}

function checkJsonata(value: Json, place: string): Diagnostic[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => checkJsonata(item, `${place}[${index}]`));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => checkJsonata(item, `${place}/${key}`));
  if (typeof value !== "string") return [];
  const expression = findExpression(value);
  if (expression !== undefined) return checkExpression(expression, place);
  if (!isHalfDelimited(value)) return [];
  return [problem("INVALID_JSONATA_EXPRESSION", "A JSONata expression must start with {% and end with %}", place)];
}

function checkExpression(expression: string, place: string): Diagnostic[] {
  try {
    compileJsonata(expression);
  } catch (error) {
    return [problem("INVALID_JSONATA_EXPRESSION", error instanceof Error ? error.message : String(error), place)];
  }
  return listContextReferences(expression).map((name) =>
    problem("UNSUPPORTED_JSONATA_EXPRESSION", `Reference to '${name}' at the top level is not supported.`, place),
  );
}

function checkPathOrIntrinsic(text: string, key: string, place: string): Diagnostic[] {
  try {
    parseExpression(text);
    return [];
  } catch (error) {
    if (error instanceof UnsupportedPath) return [schemaError(error.message, place)];
    return [
      schemaError(
        `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
        place,
      ),
    ];
  }
}

function parseExpression(text: string): unknown {
  return text.startsWith("$") ? compilePath(text) : parseIntrinsic(text);
}

function attempt(place: string, action: () => unknown): Diagnostic[] {
  try {
    action();
    return [];
  } catch (error) {
    return [schemaError(error instanceof Error ? error.message : String(error), place)];
  }
}
