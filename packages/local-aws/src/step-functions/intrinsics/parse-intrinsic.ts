import type { Json } from "../json/json";
import { compilePath } from "../json/json-path";

/** Parsed argument: a literal, a path or a nested call. */
export type IntrinsicArgument =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "call"; readonly call: IntrinsicCall };

export interface IntrinsicCall {
  /** Name with its prefix, such as `States.Format`. */
  readonly name: string;
  readonly arguments: readonly IntrinsicArgument[];
}

/**
 * Maximum depth of nested calls.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
const MAX_NESTING = 10;
const NAME = /\s*(States\.[A-Za-z0-9]+)\s*\(/uy;
const STRING = /\s*'((?:[^'\\]|\\.)*)'/uy;
const WORD = /\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=\s*[,)])/uy;
const PATH = /\s*(\$(?:[^,()'"[\]\s]|\[(?:[^\]'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\])*)/uy;
const COMMA = /\s*,/uy;
const CLOSE = /\s*\)/uy;
/** Fewest and most arguments of each function. */
const ARITIES: Readonly<Record<string, readonly [number, number]>> = {
  "States.Array": [0, Infinity],
  "States.ArrayContains": [2, 2],
  "States.ArrayGetItem": [2, 2],
  "States.ArrayLength": [1, 1],
  "States.ArrayPartition": [2, 2],
  "States.ArrayRange": [3, 3],
  "States.ArrayUnique": [1, 1],
  "States.Base64Decode": [1, 1],
  "States.Base64Encode": [1, 1],
  "States.Format": [1, Infinity],
  "States.Hash": [2, 2],
  "States.JsonMerge": [3, 3],
  "States.JsonToString": [1, 1],
  "States.MathAdd": [2, 2],
  "States.MathRandom": [2, 3],
  "States.StringSplit": [2, 2],
  "States.StringToJson": [1, 1],
  "States.UUID": [0, 0],
};
const parsed = new Map<string, IntrinsicCall>();

/**
 * Parses an intrinsic function call. Checks the name and the number of arguments.
 * @throws SyntaxError that quotes the text and the position of the problem
 */
export function parseIntrinsic(text: string): IntrinsicCall {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const cursor = new Cursor(text);
  const call = parseCall(cursor, 1);
  if (text.slice(cursor.position).trim() !== "") throw cursor.error("the end of the expression");
  parsed.set(text, call);
  return call;
}

class Cursor {
  position = 0;
  constructor(readonly text: string) {}

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.position = pattern.lastIndex;
    return match[1] ?? "";
  }

  error(expected: string): SyntaxError {
    return new SyntaxError(
      `Invalid intrinsic function '${this.text}': expected ${expected} at position ${this.position}`,
    );
  }
}

function parseCall(cursor: Cursor, depth: number): IntrinsicCall {
  const name = cursor.take(NAME);
  if (name === undefined) throw cursor.error("a function such as States.Format(");
  if (depth > MAX_NESTING) throw cursor.error(`at most ${MAX_NESTING} nested functions`);
  const arity = Object.hasOwn(ARITIES, name) ? ARITIES[name] : undefined;
  if (arity === undefined) throw cursor.error(`a function of the Amazon States Language instead of ${name}`);
  const list: IntrinsicArgument[] = [];
  if (cursor.take(CLOSE) === undefined) {
    do list.push(parseArgument(cursor, depth));
    while (cursor.take(COMMA) !== undefined);
    if (cursor.take(CLOSE) === undefined) throw cursor.error("a comma or a closing parenthesis");
  }
  const [fewest, most] = arity;
  if (list.length < fewest || list.length > most)
    throw cursor.error(`${fewest === most ? fewest : `${fewest} to ${most}`} arguments of ${name}`);
  return { name, arguments: list };
}

function parseArgument(cursor: Cursor, depth: number): IntrinsicArgument {
  const text = cursor.take(STRING);
  // Escaped braces stay escaped: only States.Format interprets them.
  if (text !== undefined) return { kind: "literal", value: text.replaceAll(/\\([^{}])/gsu, "$1") };
  const word = cursor.take(WORD);
  if (word !== undefined) return { kind: "literal", value: toLiteral(word) };
  const path = cursor.take(PATH);
  if (path !== undefined) return { kind: "path", path: compilePath(path).text };
  return { kind: "call", call: parseCall(cursor, depth + 1) };
}

function toLiteral(word: string): Json {
  if (word === "null") return null;
  return word === "true" || word === "false" ? word === "true" : Number(word);
}
