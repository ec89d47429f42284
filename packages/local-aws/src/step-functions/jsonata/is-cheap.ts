import type { ExprNode } from "jsonata";

/** Functions whose time and result are proportional to their arguments. */
const CHEAP_FUNCTIONS = new Set(
  `abs append average base64decode base64encode boolean ceil contains count error exists floor fromMillis hash join
  keys length lookup lowercase max merge millis min not now number parse partition power random range reverse round
  split spread sqrt string substring substringAfter substringBefore sum trim type uppercase uuid`.split(/\s+/u),
);

/** Nodes that can repeat work without being evaluated again, or run a function of their own. */
const COSTLY_NODES = new Set(["apply", "descendant", "lambda", "partial", "regex", "transform"]);
/** Longest expression that is cheap. A longer one can build a large text from a small input. */
const MAX_CHEAP_LENGTH = 1000;
const MAX_CHEAP_RANGE = 1000;

/**
 * Returns whether an expression can run in this process: every step ends soon with small data, so that JSONata's own
 * time limit can stop it between two steps.
 */
export function isCheap(ast: ExprNode, expression: string): boolean {
  if (expression.length > MAX_CHEAP_LENGTH) return false;
  const pending: unknown[] = [ast];
  for (const node of pending) {
    if (typeof node !== "object" || node === null) continue;
    if (isCostly(node)) return false;
    const children: readonly unknown[] = Object.values(node);
    pending.push(...children);
  }
  return true;
}

function isCostly(node: object): boolean {
  if (node instanceof RegExp) return true;
  const type = "type" in node ? node.type : undefined;
  if (COSTLY_NODES.has(String(type))) return true;
  if (type === "function") return !("procedure" in node && CHEAP_FUNCTIONS.has(nameOf(node.procedure)));
  // A variable with the name of a function can hold another function.
  if (type === "bind") return "lhs" in node && CHEAP_FUNCTIONS.has(nameOf(node.lhs));
  return "value" in node && node.value === ".." && !isShortRange(node);
}

function isShortRange(node: object): boolean {
  const [first, last] = ["lhs" in node ? node.lhs : undefined, "rhs" in node ? node.rhs : undefined].map(numberOf);
  return first !== undefined && last !== undefined && last - first <= MAX_CHEAP_RANGE;
}

function numberOf(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("type" in node) || node.type !== "number") return undefined;
  return "value" in node && typeof node.value === "number" ? node.value : undefined;
}

function nameOf(node: unknown): string {
  if (typeof node !== "object" || node === null || !("type" in node) || node.type !== "variable") return "";
  return "value" in node ? String(node.value) : "";
}
