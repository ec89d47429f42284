import type { ExprNode } from "jsonata";

/**
 * Returns the names that an expression reads from its context item, each once. Step Functions evaluates expressions
 * without a context item, so AWS rejects a path that does not start with a variable.
 */
export function findContextReferences(ast: ExprNode): readonly string[] {
  const names = new Set<string>();
  visit(ast, false, names);
  return [...names];
}

/** Members of a node that are evaluated for each item of its value, which is their context item. */
const INNER = ["stages", "predicate", "group"];

function visit(node: unknown, hasContext: boolean, names: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) visit(item, hasContext, names);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const { type, value } = fieldsOf(node);
  if (type === "name" && !hasContext) names.add(String(value));
  if (type === "variable" && value === "$") names.add("$$");
  for (const [key, child] of Object.entries(node)) {
    if (key === "steps" && Array.isArray(child))
      for (const [index, step] of child.entries()) visit(step, hasContext || index > 0, names);
    else visit(child, hasContext || type === "transform" || INNER.includes(key), names);
  }
}

function fieldsOf(node: object): { readonly type: unknown; readonly value: unknown } {
  return { type: "type" in node ? node.type : undefined, value: "value" in node ? node.value : undefined };
}

/** Returns the first operator of the expression that JSONata 2.0.6 does not have: `??` or `?:`. */
export function findNewOperator(ast: ExprNode, expression: string): string | undefined {
  const pending: unknown[] = [ast];
  for (const node of pending) {
    if (typeof node !== "object" || node === null) continue;
    if ("type" in node && node.type === "condition" && "position" in node) {
      const end = Number(node.position);
      const operator = expression.slice(end - 2, end);
      if (operator === "??" || operator === "?:") return operator;
    }
    const children: readonly unknown[] = Object.values(node);
    pending.push(...children);
  }
  return undefined;
}

/**
 * Returns the variables that an expression reads, without `$states`, the variables that it binds itself and the
 * functions that it calls.
 */
export function findVariables(ast: ExprNode): string[] {
  const read = new Set<string>();
  const bound = new Set(["", "$", "states"]);
  const pending: unknown[] = [ast];
  for (const node of pending) {
    if (typeof node !== "object" || node === null) continue;
    const { type, value } = fieldsOf(node);
    if (type === "variable") read.add(String(value));
    if (type === "lambda" && "arguments" in node && Array.isArray(node.arguments))
      for (const argument of node.arguments) bound.add(nameOf(argument));
    if (type === "bind" && "lhs" in node) bound.add(nameOf(node.lhs));
    const children: [string, unknown][] = Object.entries(node);
    pending.push(...children.filter(([key]) => key !== "procedure").map(([, child]) => child));
  }
  return [...read].filter((name) => !bound.has(name));
}

const nameOf = (node: unknown): string =>
  typeof node === "object" && node !== null ? String(fieldsOf(node).value) : "";

/** Returns the members of `$states` that an expression reads by their name, such as `input`, each once. */
export function findStatesReferences(ast: ExprNode): readonly string[] {
  const names = new Set<string>();
  const pending: unknown[] = [ast];
  for (const node of pending) {
    if (typeof node !== "object" || node === null) continue;
    if ("steps" in node && Array.isArray(node.steps)) {
      const steps: readonly unknown[] = node.steps;
      const [root, step] = steps;
      if (nameOf(root) === "states" && isNode(root, "variable") && isNode(step, "name")) names.add(nameOf(step));
    }
    const children: readonly unknown[] = Object.values(node);
    pending.push(...children);
  }
  return [...names];
}

const isNode = (node: unknown, type: string): boolean =>
  typeof node === "object" && node !== null && fieldsOf(node).type === type;

/** Returns whether the nodes of an expression are nested more than `limit` deep. Does not recurse. */
export function isNestedDeeperThan(limit: number, ast: ExprNode): boolean {
  let level: unknown[] = [ast];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((node): readonly unknown[] =>
      typeof node === "object" && node !== null ? Object.values(node) : [],
    );
  }
  return false;
}

/** Returns whether JSONata evaluates items of the expression side by side: members of an array, object or group. */
export function runsItemsTogether(ast: ExprNode): boolean {
  const pending: unknown[] = [ast];
  for (const node of pending) {
    if (typeof node !== "object" || node === null) continue;
    if ("group" in node) return true;
    if ("type" in node && node.type === "unary" && "value" in node) {
      const items = node.value === "[" && "expressions" in node ? node.expressions : undefined;
      const members = node.value === "{" && "lhs" in node ? node.lhs : items;
      if (Array.isArray(members) && members.length > 1) return true;
    }
    const children: readonly unknown[] = Object.values(node);
    pending.push(...children);
  }
  return false;
}
