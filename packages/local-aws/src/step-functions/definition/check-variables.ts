import { isJson, isJsonArray, isJsonObject, type Json } from "../json/json";
import { type Diagnostic, problem } from "./diagnostic";
import type { QueryLanguage } from "./query-language";
import type { State } from "./state-schemas";

const MAX_NAME_LENGTH = 80;
const IDENTIFIER = /^\p{ID_Start}\p{ID_Continue}*$/u;

/**
 * Checks the names of the variables that a state, its choice rules and its catchers assign.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export function checkVariables(state: State, language: QueryLanguage, location: string): Diagnostic[] {
  return Object.entries(state).flatMap(([field, value]: [string, unknown]) => {
    if (!isJson(value)) return [];
    if (field === "Assign") return checkNames(value, language, `${location}/Assign`);
    if ((field !== "Choices" && field !== "Catch") || !isJsonArray(value)) return [];
    return value.flatMap((item, index) =>
      isJsonObject(item) ? checkNames(item["Assign"] ?? null, language, `${location}/${field}[${index}]/Assign`) : [],
    );
  });
}

function checkNames(assigned: Json, language: QueryLanguage, place: string): Diagnostic[] {
  if (!isJsonObject(assigned)) return [];
  return Object.keys(assigned).flatMap((key) => {
    const name = language === "JSONPath" ? key.replace(/\.\$$/u, "") : key;
    if (name === "states")
      return [problem("RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'.", place)];
    if (!IDENTIFIER.test(name)) return [invalidName(name, "the variable name contains invalid characters.", place)];
    if (name.length > MAX_NAME_LENGTH)
      return [invalidName(name, `the variable name is longer than ${MAX_NAME_LENGTH} characters.`, place)];
    return [];
  });
}

const invalidName = (name: string, reason: string, place: string): Diagnostic =>
  problem("INVALID_VARIABLE_NAME", `Invalid variable name '${name}': ${reason}`, place);
