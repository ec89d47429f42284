import * as z from "zod";

/** Value of a Terraform JSON file. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
  [name: string]: JsonValue;
}

const valueSchema: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(valueSchema), objectSchema]),
);
const objectSchema: z.ZodType<JsonObject> = z.record(z.string(), valueSchema);

/**
 * Parses an object without the comments of Terraform JSON.
 * @throws ZodError if the text is not JSON of an object
 */
export const parseJsonObject = (text: string): JsonObject =>
  objectSchema.parse(JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value)));

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns an object without undefined members. */
export const defined = (members: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Returns the members of an object; none for any other value. */
export const membersOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

/**
 * Returns a copy with other values, from the outside in. `change` returns undefined to keep a value and change its
 * members.
 */
export function mapValues(
  value: JsonValue,
  change: (value: JsonValue, key: string) => JsonValue | undefined,
  key = "",
): JsonValue {
  const changed = change(value, key);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return value.map((each) => mapValues(each, change));
  if (!isObject(value)) return value;
  return mapMembers(value, (each, name) => mapValues(each, change, name));
}

/** Returns a copy with other members; a member becomes undefined to be left out. */
export const mapMembers = (
  value: JsonObject,
  change: (value: JsonValue, key: string) => JsonValue | undefined,
): JsonObject => defined(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, key)])));
