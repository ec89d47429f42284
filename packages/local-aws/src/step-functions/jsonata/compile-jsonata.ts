import jsonata from "jsonata";
import { z } from "zod";
import { findContextReferences, findNewOperator } from "./find-references";

const compiled = new Map<string, jsonata.Expression>();
/** JSONata sometimes throws plain objects instead of Errors. */
const jsonataError = z.looseObject({ code: z.string().optional(), message: z.string() });

/**
 * Compiles a JSONata expression (without `{%` and `%}`).
 * @throws SyntaxError with the message of JSONata
 */
export function compileJsonata(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const made = parse(expression);
  const operator = findNewOperator(made.ast(), expression);
  if (operator !== undefined)
    // JSONata 2.0.6 reads these operators as a condition without its second operand.
    throw new SyntaxError(`The symbol "${operator.charAt(1)}" cannot be used as a unary operator`);
  compiled.set(expression, made);
  return made;
}

function parse(expression: string): jsonata.Expression {
  try {
    return jsonata(expression);
  } catch (error) {
    const parsed = jsonataError.safeParse(error);
    throw new SyntaxError(parsed.success ? parsed.data.message : String(error));
  }
}

/** Returns the names that the expression reads from a context item, which Step Functions does not provide. */
export function listContextReferences(expression: string): readonly string[] {
  return findContextReferences(compileJsonata(expression).ast());
}

/** Returns the end of AWS's sentence about a JSONata error: `. CODE: message`, or `: message` without a code. */
export function describeJsonataError(error: unknown): string {
  const parsed = jsonataError.safeParse(error);
  if (!parsed.success) return `: ${String(error)}`;
  const { code, message } = parsed.data;
  return code === undefined ? `: ${message}` : `. ${code}: ${message}`;
}
