import { type Json, isJson, isJsonArray, isJsonObject } from "../json/json";
import { COMPARISONS } from "../states/comparisons";
import { type Diagnostic, foreignField, onlyOneOf, schemaError } from "./diagnostic";
import { parseChoiceTest } from "./parse-choice-test";
import { findExpression, type QueryLanguage } from "./query-language";
import type { ChoiceState } from "./state-schemas";

/** Fields of a rule of which AWS allows exactly one, in the order of its message. */
const SELECTORS = ["And", "Or", "Not", "Variable", "Condition"];
const COMBINATIONS = ["And", "Or", "Not"];
const TOP_LEVEL_FIELDS = ["Next", "Assign"];
const JSONATA_FIELDS = ["Condition", "Output"];

type Fields = Readonly<Record<string, Json>>;

/**
 * Checks the rules of a Choice state.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function checkChoices(state: ChoiceState, language: QueryLanguage, location: string): Diagnostic[] {
  return state.Choices.flatMap((rule, index) => {
    const place = `${location}/Choices[${index}]`;
    if (rule.Next === undefined) return [schemaError("These fields are required: [Next]", place)];
    const fields = Object.fromEntries(
      Object.entries(rule).filter((entry): entry is [string, Json] => isJson(entry[1])),
    );
    if (language === "JSONata") return checkJsonataRule(fields, place);
    const diagnostics = checkRule(fields, place, TOP_LEVEL_FIELDS);
    return diagnostics.length > 0 ? diagnostics : parse(rule, place);
  });
}

function parse(rule: object, place: string): Diagnostic[] {
  try {
    parseChoiceTest(rule);
    return [];
  } catch (error) {
    return [schemaError(error instanceof Error ? error.message : String(error), place)];
  }
}

function checkJsonataRule(rule: Fields, place: string): Diagnostic[] {
  const known = [...JSONATA_FIELDS, ...TOP_LEVEL_FIELDS, "Comment"];
  const unknown = Object.keys(rule).filter((field) => !known.includes(field));
  if (unknown.length > 0)
    return unknown.map((field) =>
      SELECTORS.includes(field) || Object.hasOwn(COMPARISONS, field)
        ? foreignField("JSONata", field, place)
        : schemaError(`Field '${field}' is not supported`, place),
    );
  const condition = rule["Condition"];
  if (condition === undefined) return [schemaError("These fields are required: [Condition]", place)];
  if (typeof condition === "string" && findExpression(condition) === undefined)
    return [schemaError("The value for the field 'Condition' must be a BOOLEAN or a JSONata expression", place)];
  return [];
}

/** @param allowed - fields that only a rule at the top level can have; empty for a rule within another */
function checkRule(rule: Fields, place: string, allowed: readonly string[]): Diagnostic[] {
  const fields = Object.keys(rule);
  const foreign = fields.filter((field) => JSONATA_FIELDS.includes(field));
  if (foreign.length > 0) return foreign.map((field) => foreignField("JSONPath", field, place));
  const unknown = fields.filter(
    (field) => ![...SELECTORS, ...allowed, "Comment"].includes(field) && !Object.hasOwn(COMPARISONS, field),
  );
  if (unknown.length > 0) return unknown.map((field) => schemaError(`Field '${field}' is not supported`, place));
  const selectors = fields.filter((field) => SELECTORS.includes(field));
  const comparisons = fields.filter((field) => Object.hasOwn(COMPARISONS, field));
  const combination = selectors.find((field) => COMBINATIONS.includes(field));
  if (selectors.length !== 1 || (combination !== undefined && comparisons.length > 0))
    return [schemaError(`The object must have only one of the following fields, [${SELECTORS.join(", ")}]`, place)];
  if (comparisons.length > 1) return [onlyOneOf(comparisons, place)];
  return combination === undefined ? [] : checkInner(rule[combination] ?? null, `${place}/${combination}`);
}

function checkInner(operand: Json, place: string): Diagnostic[] {
  if (isJsonArray(operand))
    return operand.flatMap((rule, index) => (isJsonObject(rule) ? checkRule(rule, `${place}[${index}]`, []) : []));
  return isJsonObject(operand) ? checkRule(operand, place, []) : [];
}
