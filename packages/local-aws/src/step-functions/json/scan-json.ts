import { MAX_INPUT_DEPTH } from "../../input-depth";

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/gu;

/** Returns whether arrays and objects are nested more than 1,000 deep. Does not check that the text is JSON. */
export function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_INPUT_DEPTH) return false;
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth > MAX_INPUT_DEPTH) return true;
  }
  return false;
}

interface DuplicateKey {
  readonly key: string;
  /** Keys of the objects around it, outermost first. Arrays are not included. */
  readonly parents: readonly string[];
}

/** Returns the first key of a JSON text that occurs twice in its object, or undefined. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const objects: { readonly keys: Set<string>; last: string }[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    const inner = objects.at(-1);
    if (token === "{") objects.push({ keys: new Set(), last: "" });
    else if (token === "}") objects.pop();
    else if (colon !== undefined && inner !== undefined) {
      const key = String(JSON.parse(token.slice(0, -colon.length)));
      if (inner.keys.has(key)) return { key, parents: objects.slice(0, -1).map(({ last }) => last) };
      inner.keys.add(key);
      inner.last = key;
    }
  }
  return undefined;
}

const WORD = /\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/uy;

/** Problem in a JSON text of a request, in the words of Jackson, which AWS's replies quote. */
export class JsonProblem extends SyntaxError {
  constructor(
    message: string,
    /** Place as Jackson writes it: `[Source: (String)"{a"; line: 1, column: 3]`. */
    readonly place: string,
  ) {
    super(message);
  }
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
/** Characters of the text that a place quotes. */
const MAX_SOURCE_LENGTH = 500;

/** Describes where a text stops being JSON, without quoting the message of the JavaScript engine. */
export function describeJsonProblem(text: string, error: unknown): JsonProblem {
  const position = findProblem(text, error instanceof Error ? error.message : "");
  const character = text.charAt(position);
  const expected = findExpected(text.slice(0, position));
  const word = /^[\p{L}\p{N}_$]+/u.exec(text.slice(position))?.[0];
  if (character === "") return makeProblem("Unexpected end-of-input", text, position);
  if (word !== undefined && expected === VALUES)
    return makeProblem(`Unrecognized token '${word}': was expecting ${VALUES}`, text, position + word.length);
  const message = `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): was expecting ${expected}`;
  return makeProblem(message, text, position + 1);
}

/** @param position - offset of the first character that was not read */
function makeProblem(message: string, text: string, position: number): JsonProblem {
  const lines = text.slice(0, position).split("\n");
  const cut = text.length - MAX_SOURCE_LENGTH;
  const source = `"${text.slice(0, MAX_SOURCE_LENGTH)}"${cut > 0 ? `[truncated ${cut} chars]` : ""}`;
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return new JsonProblem(message, `[Source: (String)${source}; line: ${lines.length}, column: ${column}]`);
}

/** Returns the text for what must follow the start of a document. */
function findExpected(start: string): string {
  const open: string[] = [];
  let last = "";
  let isName = false;
  WORD.lastIndex = 0;
  for (let match = WORD.exec(start); match !== null; match = WORD.exec(start)) {
    const token = match[0].trim();
    isName = open.at(-1) === "{" && (last === "{" || last === ",");
    if (token === "{" || token === "[") open.push(token);
    else if (token === "}" || token === "]") open.pop();
    last = token;
  }
  const inObject = open.at(-1) === "{";
  if (last === "" || last === ":" || last === "[") return VALUES;
  if (last === "{" || last === ",") return inObject ? "double-quote to start field name" : VALUES;
  if (isName) return "a colon to separate field name and value";
  return `comma to separate ${inObject ? "Object" : "Array"} entries`;
}

/** Returns the offset of the problem. The engine's message has one only for long texts. */
function findProblem(text: string, message: string): number {
  const offset = / at position (\d+)/u.exec(message)?.[1];
  if (offset !== undefined) return Number(offset);
  if (message.startsWith("Unexpected end")) return text.length;
  let end = 0;
  for (WORD.lastIndex = 0; WORD.test(text); end = WORD.lastIndex);
  const rest = text.slice(end);
  return rest.trim() === "" ? text.length : text.length - rest.trimStart().length;
}
