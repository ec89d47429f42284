import { z } from "zod";

/** Value of an attribute, with its type as the only member: `{ "S": "text" }`. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Readonly<Record<string, AttributeValue>> };

/** Attributes by name. */
export type Item = Readonly<Record<string, AttributeValue>>;

const numberText = z
  .string()
  .regex(/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/, "The parameter cannot be converted to a numeric value")
  .transform(normalize);

const attributeValueSchema: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: numberText }),
    z.strictObject({ B: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(attributeValueSchema) }),
    z.strictObject({ M: z.record(z.string(), attributeValueSchema) }),
  ]),
);

export const itemSchema = z.record(z.string(), attributeValueSchema);

/** Returns the type of a value, such as `S`. */
export const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? "";

/** Returns a number or text that orders values of one type. Undefined for types without an order. */
export function orderOf(value: AttributeValue): number | string | undefined {
  if ("N" in value) return Number(value.N);
  if ("S" in value) return value.S;
  return "B" in value ? value.B : undefined;
}

/** Maximum maps and lists around a value of an item. With the value, these are the 32 levels of DynamoDB's limit. */
const MAX_WRAPPERS = 31;

/**
 * Returns whether maps and lists are nested deeper than a stored item can have.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (32 levels)
 */
export function exceedsNesting(item: Item): boolean {
  let values = Object.values(item);
  for (let wrappers = 0; values.length > 0; wrappers += 1) {
    if (wrappers > MAX_WRAPPERS) return true;
    values = values.flatMap((value) => {
      if ("L" in value) return value.L;
      return "M" in value ? Object.values(value.M) : [];
    });
  }
  return false;
}

/** Compares type and content. The order of map entries does not matter. */
export function isSameValue(left: AttributeValue, right: AttributeValue): boolean {
  return canonical(left) === canonical(right);
}

/** Approximate size of an item, in bytes: names and values. */
export const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);

function sizeOfValue(value: AttributeValue): number {
  if ("L" in value) return value.L.reduce((sum, one) => sum + 1 + sizeOfValue(one), 3);
  if ("M" in value) return 3 + sizeOf(value.M);
  const order = orderOf(value);
  return order === undefined ? 1 : Buffer.byteLength(String(order));
}

function canonical(value: AttributeValue): string {
  if ("L" in value) return `L[${value.L.map(canonical).join(",")}]`;
  if (!("M" in value)) return JSON.stringify(value);
  const entries = Object.entries(value.M).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `M{${entries.sort().join(",")}}`;
}

/** Removes leading and trailing zeros, as DynamoDB does. Long numbers keep their digits. */
function normalize(text: string): string {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? String(value) : trimmed;
}
