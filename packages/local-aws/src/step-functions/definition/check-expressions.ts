import type { ExprNode } from "jsonata";
import { isJson, isJsonArray, isJsonObject, type Json } from "../json/json";
import { UnsupportedPath, compilePath } from "../json/json-path";
import { parseIntrinsic } from "../intrinsics/parse-intrinsic";
import { compileJsonata } from "../jsonata/compile-jsonata";
import { findContextReferences, findStatesReferences } from "../jsonata/find-references";
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
/** Fields of a Task state that can read `$states.result`. */
const RESULT_FIELDS = ["Output", "Assign"];

/**
 * Checks the syntax of every path, intrinsic function and JSONata expression of a state, so that none fails hours
 * into an execution.
 */
export function checkExpressions(state: State, language: QueryLanguage, location: string): Diagnostic[] {
  return Object.entries(state).flatMap(([field, value]: [string, unknown]) => {
    const place = `${location}/${field}`;
    if (!isJson(value) || field === "Comment") return [];
    if (language === "JSONata") return checkJsonata(value, place, findStatesMembers(state, field));
    if (field === "Catch" && isJsonArray(value))
      return value.flatMap((item, index) => checkCatcher(item, `${place}[${index}]`));
    if (field === "Choices" && isJsonArray(value))
      return value.flatMap((item, index) => checkAssign(item, `${place}[${index}]`));
    if (TEMPLATE_FIELDS.includes(field)) return checkTemplate(value, place);
    if (typeof value !== "string") return [];
    if (field === "ResultPath")
      return attempt(place, () => {
        checkReferencePath(value);
      });
    if (PATH_FIELDS.includes(field)) return checkPath(value, place);
    return EXPRESSION_FIELDS.includes(field) ? attempt(place, () => parseExpression(value)) : [];
  });
}

/**
 * Returns the members of `$states` that a field can read.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
function findStatesMembers({ Type }: State, field: string): readonly string[] {
  if (Type !== "Task") return ["input", "context"];
  if (field === "Catch") return ["input", "context", "errorOutput"];
  return RESULT_FIELDS.includes(field) ? ["input", "context", "result"] : ["input", "context"];
}

function checkPath(path: string, place: string): Diagnostic[] {
  try {
    compilePath(path);
    return [];
  } catch (error) {
    return [schemaError(error instanceof UnsupportedPath ? error.message : "Value must be a valid JSONPath.", place)];
  }
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
    ...checkAssign(catcher, place),
  ];
}

const checkAssign = (owner: Json, place: string): Diagnostic[] =>
  isJsonObject(owner) ? checkTemplate(owner["Assign"] ?? null, `${place}/Assign`) : [];

function checkReferencePath(path: string): void {
  if (!path.startsWith("$"))
    throw new SyntaxError("Value is not a Reference Path: Reference path didn't start with '$'");
  const { root, steps } = compilePath(path);
  if (root.kind !== "data" || steps === undefined)
    throw new SyntaxError(`Value is not a Reference Path: ${path} must start with $ and identify a single node`);
}

function checkTemplate(template: Json, place: string): Diagnostic[] {
  if (isJsonArray(template)) return template.flatMap((item, index) => checkTemplate(item, `${place}[${index}]`));
  if (!isJsonObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    const name = key.replace(/\.\$$/u, "");
    if (name === key) return checkTemplate(value, `${place}/${key}`);
    if (Object.hasOwn(template, name))
      return [schemaError(`Only one of the fields '${name}' and '${key}' may be given`, place)];
    if (typeof value === "string") return checkPathOrIntrinsic(value, key, place);
    return [
      schemaError(
        `The value for the field '${key}' must be a STRING that contains a JSONPath but was ${typeof value}`,
        place,
      ),
    ];
  });
}

function checkJsonata(value: Json, place: string, members: readonly string[]): Diagnostic[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => checkJsonata(item, `${place}[${index}]`, members));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => checkJsonata(item, `${place}/${key}`, members));
  if (typeof value !== "string") return [];
  const expression = findExpression(value);
  if (expression !== undefined) return checkExpression(expression, place, members);
  if (!isHalfDelimited(value)) return [];
  return [problem("INVALID_JSONATA_EXPRESSION", "A JSONata expression must start with {% and end with %}", place)];
}

function checkExpression(expression: string, place: string, members: readonly string[]): Diagnostic[] {
  let ast: ExprNode;
  try {
    ({ ast } = compileJsonata(expression));
  } catch (error) {
    return [problem("INVALID_JSONATA_EXPRESSION", error instanceof Error ? error.message : String(error), place)];
  }
  const unknown = findStatesReferences(ast).filter((name) => !members.includes(name));
  // Recorded on AWS: https://github.com/floci-io/floci/pull/2786
  return [
    ...findContextReferences(ast).map((name) =>
      name === "$$"
        ? "Reference to '$$' is not supported."
        : `Reference to '${name}' at the top level is not supported.`,
    ),
    ...unknown.map((name) => `Field '$states.${name}' does not exist.`),
  ].map((message) => problem("UNSUPPORTED_JSONATA_EXPRESSION", message, place));
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
