import { JSONPath } from "jsonpath-plus";
import { runtimeFailure } from "../states/state-failure";
import { type Json, isJson, isJsonArray, isJsonObject } from "./json";

/** Root of a path: the state's data (`$`), the context object (`$$`) or a variable (`$name`). */
type PathRoot =
  { readonly kind: "data" } | { readonly kind: "context" } | { readonly kind: "variable"; readonly name: string };

export interface CompiledPath {
  readonly text: string;
  readonly root: PathRoot;
  /** Keys and indexes of a plain path. Undefined for a path with wildcards, slices, unions or descendants. */
  readonly steps: readonly (string | number)[] | undefined;
  /**
   * Returns the value in the root document, or undefined if there is none. A path that can match several values
   * returns an array.
   */
  readonly find: (document: Json) => Json | undefined;
}

/** Thrown for a path that AWS accepts and local Step Functions does not. */
export class UnsupportedPath extends SyntaxError {}

const PATH = /^\$(\$|[A-Za-z_][\w]*)?(?=$|[.[])(.*)$/su;
const STEP = /\.([\p{L}_$@-][\p{L}\p{N}_$@-]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(-?\d+)\]/uy;
/**
 * A complete path with wildcards, slices, unions or descendants. Checked here because the library accepts any text.
 */
const MANY =
  /^\$(?:\.{0,2}\[(?:\*|-?\d*:-?\d*(?::-?\d*)?|-?\d+(?:\s*,\s*-?\d+)*|'(?:[^'\\]|\\.)*'(?:\s*,\s*'(?:[^'\\]|\\.)*')*|"(?:[^"\\]|\\.)*")\]|\.{1,2}(?:\*|[\p{L}_$@-][\p{L}\p{N}_$@-]*))*$/u;
const compiled = new Map<string, CompiledPath>();

/**
 * Compiles a JSONPath. Filters and scripts are rejected, because they would require a JavaScript evaluator.
 * @throws SyntaxError that names the path and the problem
 */
export function compilePath(text: string): CompiledPath {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const match = PATH.exec(text);
  if (match === null) throw new SyntaxError(`Invalid path '${text}': it must start with $, $$ or $variable`);
  const rest = match[2] ?? "";
  if (/\[\s*\??\s*\(/u.test(rest) || rest.includes("`") || rest.includes("~") || rest.includes("^"))
    throw new UnsupportedPath(
      `Invalid path '${text}': local Step Functions does not support filters, scripts or the operators ^ and ~`,
    );
  const steps = parseSteps(rest);
  const path = {
    text,
    root: toRoot(match[1]),
    steps,
    find: steps === undefined ? findMany(text, `$${rest}`) : (document: Json) => follow(document, steps),
  };
  compiled.set(text, path);
  return path;
}

function toRoot(name: string | undefined): PathRoot {
  if (name === undefined) return { kind: "data" };
  return name === "$" ? { kind: "context" } : { kind: "variable", name };
}

function parseSteps(rest: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const match = STEP.exec(rest);
    if (match === null) return undefined;
    const [, dotted, single, double, index] = match;
    steps.push(index === undefined ? (dotted ?? (single ?? double ?? "").replaceAll(/\\(.)/gsu, "$1")) : Number(index));
  }
  return steps;
}

function follow(document: Json, steps: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = document;
  for (const step of steps) {
    if (typeof step === "number") value = isJsonArray(value) ? value.at(step) : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** Matches of a path that are counted before its evaluation. More would hold up other requests. */
const MAX_MATCHES = 100_000;

function findMany(text: string, expression: string): (document: Json) => Json | undefined {
  if (!MANY.test(expression)) throw new SyntaxError(`Invalid path '${text}': it is not a JSONPath`);
  const descents = expression.split("..").length - 1;
  const unions = [...expression.matchAll(/\[[^\]]*,[^\]]*\]/gu)].map(([union]) => union.split(",").length);
  const choices = unions.reduce((product, size) => product * size, 1);
  return (document) => {
    if ((descents > 1 || choices > 1) && choices * countDescents(document, descents) > MAX_MATCHES)
      throw runtimeFailure(`Invalid path '${text}' : it can match more than ${MAX_MATCHES} values`);
    const found: unknown = JSONPath({ path: expression, json: document, wrap: true, eval: false });
    return isJson(found) && isJsonArray(found) ? found : [];
  };
}

/** Returns the number of ways to descend `count` times from the root of a document, or more than MAX_MATCHES. */
function countDescents(document: Json, count: number): number {
  if (count === 0) return 1;
  let total = 0;
  let level: readonly Json[] = [document];
  for (let depth = 0; level.length > 0 && total <= MAX_MATCHES; depth += 1) {
    let ways = 1;
    for (let step = 1; step < count; step += 1) ways = (ways * (depth + step)) / step;
    total += level.length * ways;
    level = level.flatMap((value) => {
      if (isJsonArray(value)) return value;
      return isJsonObject(value) ? Object.values(value) : [];
    });
  }
  return total;
}
