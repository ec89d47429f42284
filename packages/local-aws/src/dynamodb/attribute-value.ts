import { z } from "zod";
import { normalizeNumber, scaleNumber } from "./number";

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

const attributeValueSchema: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string().transform(normalizeNumber) }),
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

/**
 * Returns a number or text that orders values of one type. Undefined for types without an order. Texts and binary
 * values are ordered by their bytes, so that the text has one character for each byte.
 */
export function orderOf(value: AttributeValue): bigint | string | undefined {
  if ("N" in value) return scaleNumber(value.N);
  if ("S" in value) return Buffer.from(value.S).toString("latin1");
  return "B" in value ? Buffer.from(value.B, "base64").toString("latin1") : undefined;
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
  if ("N" in value) return value.N.length;
  return String(orderOf(value) ?? "1").length;
}

function canonical(value: AttributeValue): string {
  if ("L" in value) return `L[${value.L.map(canonical).join(",")}]`;
  if (!("M" in value)) return JSON.stringify(value);
  const entries = Object.entries(value.M).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `M{${entries.sort().join(",")}}`;
}
