import { defined, isObject, mapMembers, mapValues, membersOf, type JsonObject, type JsonValue } from "./json";

/** Reference to all resources of a type and name, up to the attribute. */
type Address = string;

/**
 * Merges two variants of a module into one that Terraform chooses from: a resource of one variant gets a `count`, a
 * block of one a `dynamic` block, and an attribute that differs a conditional expression.
 * @param condition - Terraform expression, true for the variant `yes`
 */
export function mergeVariants(condition: string, yes: JsonObject, no: JsonObject): JsonObject {
  const counted: Address[] = [];
  const resource = mergeMembers(yes["resource"], no["resource"], (ofYes, ofNo, type) =>
    mergeMembers(ofYes, ofNo, (inYes, inNo, name) => {
      if (isObject(inYes) && isObject(inNo)) return mergeBody(condition, inYes, inNo);
      counted.push(`${type}.${name}`);
      const count = isObject(inYes) ? `\${${condition} ? 1 : 0}` : `\${${condition} ? 0 : 1}`;
      return { count, ...membersOf(inYes ?? inNo) };
    }),
  );
  const others = mergeMembers({ ...yes, resource: {} }, { ...no, resource: {} }, (ofYes, ofNo) =>
    mergeMembers(ofYes, ofNo, (inYes, inNo) => mergeBody(condition, membersOf(inYes), membersOf(inNo))),
  );
  return { ...membersOf(mapValues(others, (value) => withIndex(value, counted))), resource };
}

/** Adds the index to references of resources with a `count`. */
function withIndex(value: JsonValue, counted: readonly Address[]): JsonValue | undefined {
  if (typeof value !== "string") return undefined;
  return counted.reduce((text, address) => text.replaceAll(`${address}.`, `${address}[0].`), value);
}

function mergeMembers(
  yes: JsonValue | undefined,
  no: JsonValue | undefined,
  merge: (yes: JsonValue | undefined, no: JsonValue | undefined, key: string) => JsonValue,
): JsonObject {
  const [inYes, inNo] = [membersOf(yes), membersOf(no)];
  return mapMembers({ ...inYes, ...inNo }, (_, key) => merge(inYes[key], inNo[key], key));
}

/** Merges the arguments and blocks of a resource, an output or a check. */
function mergeBody(condition: string, yes: JsonObject, no: JsonObject): JsonObject {
  const dynamic: JsonObject = {};
  const merged = mapMembers({ ...yes, ...no }, (_, key): JsonValue | undefined => {
    const [inYes, inNo] = [yes[key], no[key]];
    if (JSON.stringify(inYes) === JSON.stringify(inNo)) return inYes;
    if (isObject(inYes) && isObject(inNo)) return mergeBody(condition, inYes, inNo);
    if (isObject(inYes) || isObject(inNo)) {
      const each = inNo === undefined ? `${condition} ? [1] : []` : `${condition} ? [] : [1]`;
      dynamic[key] = { for_each: `\${${each}}`, content: membersOf(inYes ?? inNo) };
      return undefined;
    }
    return typeof inYes === "string" && typeof inNo === "string"
      ? mergeTexts(condition, inYes, inNo)
      : choose(condition, inYes ?? null, inNo ?? null);
  });
  return defined({ ...merged, ...(Object.keys(dynamic).length === 0 ? {} : { dynamic }) });
}

const choose = (condition: string, yes: JsonValue, no: JsonValue): string =>
  `\${${condition} ? ${toExpression(yes)} : ${toExpression(no)}}`;

/** Merges texts that differ in one part, such as a statement of a policy. */
function mergeTexts(condition: string, yes: string, no: string): string {
  const [inYes, inNo] = [splitTemplate(yes), splitTemplate(no)];
  const start = inYes.slice(
    0,
    inYes.findIndex((part, index) => part !== inNo[index]),
  );
  // The part begins with an element of a list, which is easier to read.
  while (start.length > 0 && !/[[,]$/.test(start.at(-1) ?? "")) start.pop();
  const most = Math.min(inYes.length, inNo.length) - start.length;
  let end = 0;
  while (end < most && inYes.at(-end - 1) === inNo.at(-end - 1)) end++;
  const [part, other] = [inYes, inNo].map((parts) => parts.slice(start.length, parts.length - end).join(""));
  return [...start, choose(condition, part ?? "", other ?? ""), ...inYes.slice(inYes.length - end)].join("");
}

/** Splits a template into its characters and expressions. */
function splitTemplate(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = text.startsWith("${", from) ? endOfExpression(text, from + 2) : from + 1;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

/** Returns the position after the brace that closes an expression. */
function endOfExpression(text: string, from: number): number {
  let [at, depth] = [from, 1];
  while (depth > 0) {
    const sign = text[at];
    if (sign === undefined) throw new Error(`an expression is not closed in ${text}`);
    if (sign === "{") depth++;
    if (sign === "}") depth--;
    at = sign === '"' ? endOfQuoted(text, at + 1) : at + 1;
  }
  return at;
}

/** Returns the position after the quote that closes a quoted text. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length;) {
    if (text[at] === '"') return at + 1;
    if (text[at] === "\\") at += 2;
    else at = text.startsWith("${", at) ? endOfExpression(text, at + 2) : at + 1;
  }
  throw new Error(`a quoted text is not closed in ${text}`);
}

/** Returns a value of Terraform JSON as an expression of Terraform's language. */
function toExpression(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(toExpression).join(", ")}]`;
  if (typeof value !== "string") return JSON.stringify(value);
  const [, expression] = /^\$\{([^{}]*)\}$/.exec(value) ?? [];
  if (expression !== undefined) return expression;
  if (/\$\{[^}]*"/.test(value)) throw new Error(`an expression in quoted text must not contain quotes, got ${value}`);
  // JSON escapes are those of Terraform.
  return JSON.stringify(value);
}
