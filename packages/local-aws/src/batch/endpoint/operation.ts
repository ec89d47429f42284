import type { z } from "zod";
import { describeIssue, listUnknownMembers } from "../../describe-issue";
import type { Delivery } from "../../loopback-server";
import { clientException } from "./api-error";

/** Operation of the Batch API: its HTTP route and its handler. */
export interface Operation {
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Route. For the tag operations, the ARN follows this path. */
  readonly path: string;
  /** @throws BatchApiError if the call fails */
  readonly handle: (input: unknown) => object | Promise<object>;
}

/** Reply to a call, over HTTP or in process. */
export interface BatchReply {
  /** HTTP status: 200, 400, 403, 408, 429 or 500. */
  readonly status: number;
  readonly body: unknown;
  /** Error code of a failed call, such as `ClientException`. */
  readonly errorType?: string;
  /** HTML page sent over HTTP instead of `body`, without an error code. */
  readonly html?: string;
  /** If set, the HTTP client does not receive the reply. */
  readonly delivery?: Delivery;
}

/**
 * Creates an operation with the path `/v1/` and its name in lower case, as for all operations except the tag
 * operations.
 */
export function operation<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  handle: (input: z.output<Schema>) => object | Promise<object>,
): Operation {
  return {
    name,
    method: "POST",
    path: `/v1/${name.toLowerCase()}`,
    handle: (input) => handle(parseInput(schema, input)),
  };
}

/**
 * Copies an object without the members that are undefined: a reply omits members that have no value. Deleting them
 * would make V8 several times slower when it reads the object.
 */
export function defined<Value extends object>(value: Value): Partial<Value> {
  const copy: Partial<Value> = {};
  for (const name in value) if (value[name] !== undefined) copy[name] = value[name];
  return copy;
}

/** Maximum characters of a given value that an error message quotes. */
const SHOWN_VALUE_CHARACTERS = 120;

/**
 * Validates the input of a call. Members that are null are treated as absent, as in the REST-JSON protocol of AWS.
 * Unknown members are rejected by name: an ignored member would have an effect on AWS.
 * @throws BatchApiError (ClientException) that lists every violation with path, rule and given value
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const present = withoutNulls(input ?? {});
  const result = schema.safeParse(present, { error: describeIssue });
  if (result.success) return result.data;
  const unknown = listUnknownMembers(result.error);
  if (unknown.length > 0) throw clientException(`local Batch does not support ${unknown.join(", ")} in this request`);
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
