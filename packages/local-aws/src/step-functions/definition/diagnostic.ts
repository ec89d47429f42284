import type { QueryLanguage } from "./query-language";

type Code =
  | "DUPLICATE_STATE_NAME"
  | "INVALID_JSONATA_EXPRESSION"
  | "INVALID_JSON_DESCRIPTION"
  | "INVALID_STATE_NAME"
  | "INVALID_VARIABLE_NAME"
  | "MISSING_END_STATE"
  | "MISSING_TRANSITION_TARGET"
  | "RESERVED_VARIABLE_NAME"
  | "SCHEMA_VALIDATION_FAILED"
  | "UNSUPPORTED_JSONATA_EXPRESSION";

/** Problem in a definition, as ValidateStateMachineDefinition reports it. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: Code;
  readonly message: string;
  /** Path in the definition, such as `/States/Wait/Next`. */
  readonly location?: string;
}

/** @param location - undefined for a problem of the whole definition */
export function problem(code: Code, message: string, location?: string): Diagnostic {
  return { severity: "ERROR", code, message, ...(location === undefined ? {} : { location }) };
}

export function schemaError(message: string, location: string): Diagnostic {
  return problem("SCHEMA_VALIDATION_FAILED", message, location);
}

export function targetError(message: string, location: string): Diagnostic {
  return problem("MISSING_TRANSITION_TARGET", message, location);
}

/** Creates the diagnostic for a field of the other query language. */
export function foreignField(language: QueryLanguage, field: string, location: string): Diagnostic {
  const other = language === "JSONata" ? "JSONPath" : "JSONata";
  return schemaError(
    `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
    location,
  );
}

/** Creates the diagnostic for fields that exclude each other. The order is that of AWS's message. */
export const onlyOneOf = (fields: readonly string[], location: string): Diagnostic =>
  schemaError(`There should only be one of the following fields: [${fields.join(", ")}]`, location);

/** Formats diagnostics on one line, as in the InvalidDefinition error. AWS writes `null` for a missing location. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location ?? "null"}`).join(", ");
}
