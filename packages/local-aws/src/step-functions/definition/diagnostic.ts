type Code =
  | "DUPLICATE_STATE_NAME"
  | "INVALID_JSONATA_EXPRESSION"
  | "INVALID_JSON_DESCRIPTION"
  | "MISSING_END_STATE"
  | "MISSING_TRANSITION_TARGET"
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

/** Formats diagnostics on one line, as in the InvalidDefinition error. AWS writes `null` for a missing location. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location ?? "null"}`).join(", ");
}
