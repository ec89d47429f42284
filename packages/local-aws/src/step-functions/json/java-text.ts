import { type Json, isJsonArray, isJsonObject, jsonText } from "./json";

/** Returns a value as AWS inserts it into a text: an object is `{a=1, b=[]}`, a text has no quotes. */
export function javaText(value: Json): string {
  if (typeof value === "string") return value;
  if (isJsonArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (!isJsonObject(value)) return jsonText(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${javaText(member)}`);
  return `{${members.join(", ")}}`;
}
