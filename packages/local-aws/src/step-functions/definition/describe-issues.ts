import type { z } from "zod";
import { type Json, isJsonArray, isJsonObject } from "../json/json";
import { type Diagnostic, schemaError } from "./diagnostic";

type Path = readonly PropertyKey[];

const TYPES: Readonly<Record<string, string>> = {
  array: "an ARRAY",
  boolean: "a BOOLEAN",
  int: "an INTEGER",
  number: "a NUMBER",
  object: "an OBJECT",
  record: "an OBJECT",
  string: "a STRING",
};

/** Describes the issues of a definition in the style of AWS. */
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
  if (issue.code === "invalid_type") return `The value for the field '${field}' must be ${nameType(issue.expected)}`;
  if (issue.code === "too_big") return `The value for the field '${field}' must be at most ${issue.maximum}`;
  if (issue.code === "too_small") return `The value for the field '${field}' must be ${describeMinimum(issue)}`;
  if (issue.code === "invalid_value")
    return `The field '${field}' should have one of these values: [${issue.values.map(String).join(", ")}]`;
  return `The value for the field '${field}' is not valid`;
}

const nameType = (expected: string): string => TYPES[expected] ?? `of type ${expected}`;

const describeMinimum = ({ origin, minimum }: z.core.$ZodIssueTooSmall): string =>
  origin === "array" ? "a non-empty ARRAY" : `at least ${minimum}`;

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
