/**
 * Maximum nesting of arrays and objects. It is the default of `StreamReadConstraints` in Jackson, the JSON library of
 * many AWS services.
 */
const MAX_DEPTH = 1000;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/gu;

/** Returns whether arrays and objects are nested more than 1,000 deep. Does not check that the text is JSON. */
export function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth > MAX_DEPTH) return true;
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

/** Describes where a text stops being JSON, without quoting the message of the JavaScript engine. */
export function describeJsonProblem(text: string, error: unknown): string {
  const position = findProblem(text, error instanceof Error ? error.message : "");
  const before = text.slice(0, position).split("\n");
  const place = `line: ${before.length}, column: ${(before.at(-1)?.length ?? 0) + 1}`;
  const character = text.charAt(position);
  if (character === "") return `Unexpected end-of-input at ${place}`;
  return `Unexpected character ('${character}' (code ${character.charCodeAt(0)})) at ${place}`;
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
