import * as z from "zod";

/** Schema for resources of one type by their ID in the stack. Requires exactly one resource and returns it. */
export function exactlyOne<Schema extends z.ZodType>(resource: Schema) {
  return z.record(z.string(), resource).transform((resources, context): z.output<Schema> => {
    const [first, ...others] = Object.values(resources);
    if (first !== undefined && others.length === 0) return first;
    context.addIssue({
      code: "custom",
      message: `must contain exactly one resource, got ${Object.keys(resources).length}`,
    });
    return z.NEVER;
  });
}
