import { isJson, isJsonArray, isJsonObject, type Json } from "../json/json";
import { compilePath } from "../json/json-path";
import { parseIntrinsic } from "../intrinsics/parse-intrinsic";
import { compileJsonata } from "../jsonata/compile-jsonata";
import { type Diagnostic, schemaError } from "./diagnostic";
import { type QueryLanguage, findExpression } from "./query-language";
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
      return value.flatMap((item, index) => checkCatcher(item, `${place}/${index}`));
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
  if (isJsonArray(template)) return template.flatMap((item, index) => checkTemplate(item, `${place}/${index}`));
  if (!isJsonObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (!key.endsWith(".$")) return checkTemplate(value, `${place}/${key}`);
    if (typeof value === "string") return attempt(`${place}/${key}`, () => parseExpression(value));
    return [
      schemaError(
        `The value for the field '${key}' must be a STRING that contains a JSONPath but was ${typeof value}`,
        `${place}/${key}`,
      ),
    ];
  });
}

function checkJsonata(value: Json, place: string): Diagnostic[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => checkJsonata(item, `${place}/${index}`));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => checkJsonata(item, `${place}/${key}`));
  const expression = typeof value === "string" ? findExpression(value) : undefined;
  return expression === undefined ? [] : attempt(place, () => compileJsonata(expression));
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
