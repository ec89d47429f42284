import type { z } from "zod";
import { type Json, isJsonArray, isJsonObject } from "../json/json";
import { type Diagnostic, schemaError } from "./diagnostic";

type Path = readonly PropertyKey[];

const TYPES: Readonly<Record<string, string>> = {
  array: "an ARRAY",
  boolean: "a BOOLEAN",
  number: "a NUMBER",
  object: "an OBJECT",
  record: "an OBJECT",
};

/**
 * Describes the issues of a definition in the words of AWS, as far as they were recorded.
 * @see https://github.com/badmintoncryer/cdk-preflight rules/stepfunctions, each with the message of a deployment
 */
export function describeIssues(issues: readonly z.core.$ZodIssue[], definition: Json): Diagnostic[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => schemaError(`Field '${key}' is not supported`, formatLocation(issue.path)));
    const field = String(issue.path.at(-1));
    if (valueAt(definition, issue.path) === undefined)
      return [schemaError(`These fields are required: [${field}]`, formatLocation(issue.path.slice(0, -1)))];
    return [schemaError(describe(issue, field), formatLocation(issue.path))];
  });
}

function describe(issue: z.core.$ZodIssue, field: string): string {
  if (issue.code === "invalid_type") return describeType(issue.expected, field);
  if (issue.code === "invalid_union") return describeFirst(issue.errors[0], field);
  if (issue.code === "too_big") return `Maximum value is ${issue.maximum}`;
  if (issue.code === "too_small")
    return issue.origin === "array" ? "Value cannot be empty" : `Minimum value is ${issue.minimum}`;
  if (issue.code === "invalid_value")
    return `Value should be one of the following: [${issue.values.map(String).join(", ")}]`;
  return `The value for the field '${field}' is not valid`;
}

/** Describes the first alternative of a field that can be a number or an expression. */
function describeFirst(issues: readonly z.core.$ZodIssue[] | undefined, field: string): string {
  const first = issues?.[0];
  return first === undefined ? `The value for the field '${field}' is not valid` : describe(first, field);
}

function describeType(expected: string, field: string): string {
  if (expected === "int") return "Expected value of type Integer";
  if (expected === "string") return "Expected value of type [STRING]";
  return `The value for the field '${field}' must be ${TYPES[expected] ?? `of type ${expected}`}`;
}

function valueAt(definition: Json, path: Path): Json | undefined {
  let value: Json | undefined = definition;
  for (const key of path) {
    if (value === undefined) return undefined;
    if (typeof key === "number") value = isJsonArray(value) ? value[key] : undefined;
    else value = isJsonObject(value) ? value[String(key)] : undefined;
  }
  return value;
}

/** Formats a place in a definition: `/States/Check/Choices[0]/Next`. */
export function formatLocation(path: Path): string {
  return `/${path.map((key) => (typeof key === "number" ? `[${key}]` : String(key))).join("/")}`.replaceAll("/[", "[");
}
