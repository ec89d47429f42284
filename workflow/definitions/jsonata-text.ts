/** A JSON value as a JSONata literal. */
export const literal = (value: unknown): string => JSON.stringify(value);

/** A JSONata expression as Step Functions takes it, on one line. */
export const expression = (code: string): string => `{% ${code.trim().replace(/\s*\n\s*/g, " ")} %}`;
