import jsonata from "jsonata";
import { z } from "zod";
import { EVALUATION_LIMITS } from "./evaluation-limits";
import { findNewOperator, isNestedDeeperThan, runsItemsTogether } from "./find-references";
import { isCheap } from "./is-cheap";

export interface CompiledExpression {
  readonly ast: jsonata.ExprNode;
  readonly evaluate: jsonata.Expression["evaluate"];
  /** Whether the expression can run in this process. */
  readonly isCheap: boolean;
  /** Whether JSONata counts the depth correctly. It does not for items that are evaluated side by side. */
  readonly limitsDepth: boolean;
}

/** Time that a cheap expression may take in this process, in milliseconds. It holds up other requests. */
const CHEAP_TIMEOUT_MS = 100;
/** Nesting of an expression that no evaluation could reach. */
const MAX_NESTING = 1000;
const TOO_DEEP = `The expression is nested too deep; it can be evaluated to a depth of ${EVALUATION_LIMITS.maxDepth}`;

const compiled = new Map<string, CompiledExpression>();
/** JSONata sometimes throws plain objects instead of Errors. */
const jsonataError = z.looseObject({ code: z.string().optional(), message: z.string() });

/**
 * Compiles a JSONata expression (without `{%` and `%}`).
 * @throws SyntaxError with the message of JSONata
 */
export function compileJsonata(expression: string): CompiledExpression {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const parsed = parse(expression);
  const ast = parsed.ast();
  if (isNestedDeeperThan(MAX_NESTING, ast)) throw new SyntaxError(TOO_DEEP);
  const operator = findNewOperator(ast, expression);
  if (operator !== undefined)
    // JSONata 2.0.6 reads these operators as a condition without its second operand.
    throw new SyntaxError(`The symbol "${operator.charAt(1)}" cannot be used as a unary operator`);
  const made = {
    ast,
    evaluate: parsed.evaluate.bind(parsed),
    isCheap: isCheap(ast, expression),
    limitsDepth: !runsItemsTogether(ast),
  };
  compiled.set(expression, made);
  return made;
}

function parse(expression: string): jsonata.Expression {
  try {
    return jsonata(expression, { timeout: CHEAP_TIMEOUT_MS, stack: EVALUATION_LIMITS.maxDepth });
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError(TOO_DEEP);
    throw new SyntaxError(readJsonataError(error).message);
  }
}

/** Returns code and message of an error that JSONata has thrown. */
export function readJsonataError(error: unknown): { readonly code?: string | undefined; readonly message: string } {
  const parsed = jsonataError.safeParse(error);
  return parsed.success ? parsed.data : { message: String(error) };
}
