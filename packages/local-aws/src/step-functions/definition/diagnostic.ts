/** Problem in a definition, as ValidateStateMachineDefinition reports it. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  /** Path in the definition, such as `/States/Wait/Next`. */
  readonly location?: string;
}

export function schemaError(message: string, location: string): Diagnostic {
  return { severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", message, location };
}

export function targetError(message: string, location: string): Diagnostic {
  return { severity: "ERROR", code: "MISSING_TRANSITION_TARGET", message, location };
}

/** Formats diagnostics on one line, as in the InvalidDefinition error. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ code, message, location }) => `${code}: ${message}${location === undefined ? "" : ` at ${location}`}`)
    .join(", ");
}
