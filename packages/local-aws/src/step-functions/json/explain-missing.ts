import { type Json, isJsonArray, isJsonObject } from "./json";
import { javaText } from "./java-text";
import type { CompiledPath } from "./json-path";

/**
 * Explains in the words of AWS why a path has no result in a document. AWS's library stops at the first step that
 * fails before the last, and names that place.
 */
export function explainMissing({ steps = [] }: CompiledPath, document: Json): string {
  let value = document;
  for (const [index, step] of steps.entries()) {
    const place = format(steps.slice(0, index));
    const item: Json | undefined = typeof step === "number" ? itemAt(value, step) : memberOf(value, step);
    if (item !== undefined) value = item;
    else if (typeof step === "number") return isJsonArray(value) ? noResults(steps) : notAnArray(step, place, value);
    else if (!isJsonObject(value)) return `Property ['${step}'] not found in path ${place}`;
    else if (index < steps.length - 1) return `Missing property in path ${format(steps.slice(0, index + 1))}`;
  }
  return noResults(steps);
}

const itemAt = (value: Json, index: number): Json | undefined => (isJsonArray(value) ? value.at(index) : undefined);

const memberOf = (value: Json, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const noResults = (steps: readonly (string | number)[]): string => `No results for path: ${format(steps)}`;

const notAnArray = (index: number, place: string, value: Json): string =>
  value === null
    ? `The path ${place} is null`
    : `Filter: [${index}] can only be applied to arrays. Current context is: ${javaText(value)}`;

/** Formats steps in the bracket notation of AWS messages: `$['a'][0]`. */
const format = (steps: readonly (string | number)[]): string =>
  `$${steps.map((step) => (typeof step === "number" ? `[${step}]` : `['${step}']`)).join("")}`;
