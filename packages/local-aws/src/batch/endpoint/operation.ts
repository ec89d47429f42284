import type { z } from "zod";
import { parseInput } from "./parse-input";

/** Operation of the Batch API: its HTTP route and its handler. */
export interface Operation {
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Route. For the tag operations, the ARN follows this path. */
  readonly path: string;
  /** @throws BatchApiError if the call fails */
  readonly handle: (input: unknown) => object | Promise<object>;
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

/** Removes the members that are undefined. A reply omits members that have no value. */
export function defined<Value extends object>(value: Value): Value {
  for (const [name, member] of Object.entries(value)) if (member === undefined) Reflect.deleteProperty(value, name);
  return value;
}
