import type { z } from "zod";
import { parseInput } from "./parse-input";

/** One call of the Batch API: how it comes over HTTP and what answers it. */
export interface Operation {
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** A tags call has the ARN as the rest of its path. */
  readonly path: string;
  /** @throws BatchApiError when the call is refused */
  readonly handle: (input: unknown) => object | Promise<object>;
}

/** A call whose path is `/v1/` and its name in lower case, as for all but the tags calls. */
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

/** The same object without the members that are undefined: a reply must not hold a member that has no value. */
export function defined<Value extends object>(value: Value): Value {
  for (const [name, member] of Object.entries(value)) if (member === undefined) Reflect.deleteProperty(value, name);
  return value;
}
