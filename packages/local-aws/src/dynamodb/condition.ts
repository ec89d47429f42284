import { isSameValue, orderOf, typeOf, type AttributeValue, type Item } from "./attribute-value";

/** Parsed condition of an expression. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "exists"; readonly name: string; readonly wanted: boolean }
  | { readonly kind: "begins"; readonly name: string; readonly prefix: AttributeValue }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand };

export type Operand =
  { readonly kind: "attribute"; readonly name: string } | { readonly kind: "value"; readonly value: AttributeValue };

const COMPARISONS: Readonly<Record<string, (sign: number) => boolean>> = {
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
};

/** Returns whether a text is a comparison operator. */
export const isOperator = (text: string): boolean => text === "=" || text === "<>" || Object.hasOwn(COMPARISONS, text);

/** Returns whether an item meets a condition. A missing item has no attributes. */
export function holds(condition: Condition, item: Item = {}): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item) && holds(condition.right, item);
    case "or":
      return holds(condition.left, item) || holds(condition.right, item);
    case "not":
      return !holds(condition.of, item);
    case "exists":
      return Object.hasOwn(item, condition.name) === condition.wanted;
    case "begins": {
      const value = item[condition.name];
      return value !== undefined && begins(value, condition.prefix);
    }
    case "compare":
      return compare(condition.operator, valueOf(condition.left, item), valueOf(condition.right, item));
  }
}

const valueOf = (operand: Operand, item: Item): AttributeValue | undefined =>
  operand.kind === "value" ? operand.value : item[operand.name];

function begins(value: AttributeValue, prefix: AttributeValue): boolean {
  const [text, start] = [orderOf(value), orderOf(prefix)];
  return typeof text === "string" && typeof start === "string" && text.startsWith(start);
}

function compare(operator: string, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === undefined || right === undefined) return operator === "<>" && left !== right;
  if (operator === "=") return isSameValue(left, right);
  if (operator === "<>") return !isSameValue(left, right);
  const [first, second] = [orderOf(left), orderOf(right)];
  if (typeOf(left) !== typeOf(right) || first === undefined || second === undefined) return false;
  return COMPARISONS[operator]?.(Number(first > second) - Number(first < second)) ?? false;
}
