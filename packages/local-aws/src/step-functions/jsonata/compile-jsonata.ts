import jsonata from "jsonata";
import { z } from "zod";

const compiled = new Map<string, jsonata.Expression>();
/** JSONata sometimes throws plain objects instead of Errors. */
const jsonataError = z.looseObject({ code: z.string().optional(), message: z.string() });

/**
 * Compiles a JSONata expression (without `{%` and `%}`).
 * @throws SyntaxError that quotes the expression and the problem
 */
export function compileJsonata(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  try {
    const made = jsonata(expression);
    compiled.set(expression, made);
    return made;
  } catch (error) {
    throw new SyntaxError(`Invalid JSONata expression '${expression}': ${describeJsonataError(error)}`);
  }
}

/** Returns code and message of a JSONata error. */
export function describeJsonataError(error: unknown): string {
  const parsed = jsonataError.safeParse(error);
  if (!parsed.success) return String(error);
  const { code, message } = parsed.data;
  return code === undefined ? message : `${code}: ${message}`;
}
