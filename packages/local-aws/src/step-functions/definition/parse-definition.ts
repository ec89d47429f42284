import { findDuplicateKey, JsonProblem } from "../json/scan-json";
import { isJsonObject, parseGivenJson, type Json } from "../json/json";
import { checkReferences } from "./check-references";
import { checkStates, type TaskResourceCheck } from "./check-states";
import { describeIssues } from "./describe-issues";
import { type Diagnostic, problem, schemaError } from "./diagnostic";
import { type Definition, definitionSchema } from "./state-schemas";

type ParsedDefinition =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const STATE_TYPES = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

/**
 * Parses a state machine definition (Amazon States Language). Returns diagnostics for everything that AWS rejects or
 * that local Step Functions does not support.
 */
export function parseDefinition(text: string, checkTaskResource: TaskResourceCheck): ParsedDefinition {
  if (text.trim() === "") return { ok: false, diagnostics: [NOT_AN_OBJECT] };
  let json: Json;
  try {
    json = parseGivenJson(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const { message, place } = error;
    return { ok: false, diagnostics: [problem("INVALID_JSON_DESCRIPTION", `${message}\n at ${place}`, place)] };
  }
  const early = isJsonObject(json) ? [...checkDuplicates(text), ...checkShape(json)] : [NOT_AN_OBJECT];
  if (early.length > 0) return { ok: false, diagnostics: early };
  const parsed = definitionSchema.safeParse(json);
  if (!parsed.success) return { ok: false, diagnostics: describeIssues(parsed.error.issues, json) };
  const diagnostics = [...checkStates(parsed.data, checkTaskResource), ...checkReferences(parsed.data)];
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, definition: parsed.data };
}

/** Diagnostic of AWS for a definition that is not a JSON object. */
const NOT_AN_OBJECT: Diagnostic = problem("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object");

function checkDuplicates(text: string): Diagnostic[] {
  const duplicate = findDuplicateKey(text);
  if (duplicate === undefined) return [];
  const { key, parents } = duplicate;
  const location = `/${[...parents, key].join("/")}`;
  if (parents.length === 1 && parents[0] === "States")
    return [problem("DUPLICATE_STATE_NAME", `Duplicate State name: ${key}`, location)];
  return [problem("INVALID_JSON_DESCRIPTION", `Duplicate field '${key}'`, location)];
}

/** Checks for mistakes with a specific AWS message, and for unsupported state types. */
function checkShape(json: Readonly<Record<string, Json>>): Diagnostic[] {
  const missing = ["States", "StartAt"].filter((field) => !(field in json));
  if (missing.length > 0) return [schemaError(`These fields are required: [${missing.join(", ")}]`, "/")];
  const states = json["States"];
  if (states === undefined || !isJsonObject(states)) return [schemaError("Field must be an object", "/States")];
  return Object.entries(states).flatMap(([name, state]) => checkType(name, isJsonObject(state) ? state["Type"] : null));
}

function checkType(name: string, type: Json | undefined): Diagnostic[] {
  const location = `/States/${name}/Type`;
  if (name.length > 80) return [problem("INVALID_STATE_NAME", `Invalid State name: ${name}`, `/States/${name}`)];
  if (type === "Map" || type === "Parallel")
    return [
      schemaError(
        `State type ${type} is not supported by local Step Functions; use Pass, Task, Choice, Wait, Succeed or Fail`,
        location,
      ),
    ];
  if (typeof type === "string" && STATE_TYPES.includes(type)) return [];
  return [schemaError(`The field 'Type' should have one of these values: [${STATE_TYPES.join(", ")}]`, location)];
}
