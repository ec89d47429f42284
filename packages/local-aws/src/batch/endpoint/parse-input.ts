import type { z } from "zod";
import { clientException } from "./api-error";

/** Maximum characters of a given value that an error message quotes. */
const SHOWN_VALUE_CHARACTERS = 120;

/**
 * Validates the input of a call. Members that are null are treated as absent, as in the REST-JSON protocol of AWS.
 * Unknown members are ignored, as AWS does.
 * @throws BatchApiError (ClientException) that lists every violation with path, rule and given value
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const present = withoutNulls(input ?? {});
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const violations = result.error.issues.map((issue) => {
    const given = findValue(present, issue.path);
    const path = issue.path.map(String).join(".") || "the request";
    if (given === undefined) return `${path} is required`;
    // For the key of a map, the violated rule is nested one level deeper.
    const rule = issue.code === "invalid_key" ? issue.issues.map(({ message }) => message).join(", ") : issue.message;
    return `${path} ${rule}, got ${show(given)}`;
  });
  throw clientException(violations.join("; "));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function findValue(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((current, key) => {
    if (typeof current !== "object" || current === null) return undefined;
    return new Map<PropertyKey, unknown>(Object.entries(current)).get(String(key));
  }, value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_VALUE_CHARACTERS ? `${text.slice(0, SHOWN_VALUE_CHARACTERS)}...` : text;
}
