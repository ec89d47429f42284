import { z } from "zod";
import { readJsonText } from "./json-text";

/** Text to parse as JSON, or the problem as the end of "it ...". */
export type TextReading = { readonly text: string } | { readonly problem: string };

/**
 * JSON text, parsed and checked by `schema`. Each problem is reported with its place, and without its value unless
 * the schema adds it.
 * @param rule - end of "must be ..."
 * @param readText - returns the JSON; default: the setting itself
 */
export const jsonSetting = <Schema extends z.ZodType>(
  schema: Schema,
  rule: string,
  readText = (text: string): TextReading => ({ text }),
) =>
  z.string().transform((given, context): z.output<Schema> => {
    const source = readText(given);
    const read = "text" in source ? readJsonText(source.text) : source;
    const problems: string[] = [];
    if ("problem" in read) problems.push(`it ${read.problem}`);
    else if (hasReservedKey(read.value)) problems.push('it has a key "__proto__", which is not supported');
    else {
      const parsed = schema.safeParse(read.value, { error: describeIssue });
      if (parsed.success) return parsed.data;
      for (const { path, message } of parsed.error.issues)
        problems.push(`problem${showPlace(path, read.value)}: ${message}`);
    }
    for (const problem of problems) context.addIssue({ code: "custom", message: `${rule}; ${problem}` });
    return z.NEVER;
  });

/** JavaScript would drop this key from objects, or set their prototype. */
const hasReservedKey = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Object.hasOwn(value, "__proto__") || Object.values(value).some(hasReservedKey));

/** Describes issues for which the schema has no message. */
function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return "is missing";
  if (issue.code === "unrecognized_keys") return `has the unsupported member ${issue.keys.join(", ")}`;
  if (issue.code === "too_small") return "is empty";
  if (issue.code !== "invalid_type") return "is not valid";
  const type = issue.expected === "record" ? "object" : issue.expected;
  return `is not ${["array", "object"].includes(type) ? "an" : "a"} ${type}`;
}

/** Returns the place of a value: names, and numbers from 1, with the Sid, like ` Statement 1 (Read)`. */
function showPlace([key, ...rest]: readonly PropertyKey[], value: unknown): string {
  if (key === undefined) return "";
  // A schema may accept one value in the place of an array.
  if (typeof key === "number" && !Array.isArray(value)) return showPlace(rest, value);
  const member: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  const sid: unknown = typeof member === "object" && member !== null ? Reflect.get(member, "Sid") : undefined;
  const name =
    typeof key === "number" ? String(key + 1) : /^[\w.-]+$/.test(String(key)) ? String(key) : JSON.stringify(key);
  return ` ${name}${typeof sid === "string" && typeof key === "number" ? ` (${sid})` : ""}${showPlace(rest, member)}`;
}
