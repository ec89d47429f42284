import jsonata from "jsonata";

/** Value of `$states` in an expression. */
export interface States {
  readonly input?: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly context?: unknown;
}

/** Value of a `{% ... %}` expression as plain JSON, without the hidden properties of JSONata's arrays. */
export async function evaluateExpression(expression: string, states: States): Promise<unknown> {
  const code = /^\{% (.*) %\}$/s.exec(expression)?.[1];
  if (code === undefined) throw new Error(`not an expression between {% and %}: ${expression}`);
  const compiled = jsonata(code);
  // Function of Step Functions that JSONata does not have.
  compiled.registerFunction("parse", (text: string): unknown => JSON.parse(text), "<s:x>");
  const value: unknown = await compiled.evaluate(undefined, { states });
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** An API object as Step Functions' integrations spell it. Keys of an `Options` map are unchanged, as in AWS. */
export function toPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPascalCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      key === "options" ? inner : toPascalCase(inner),
    ]),
  );
}
