import * as z from "zod";

/** Request bodies that the page sends. */

export const startRequestSchema = z.object({
  /** Execution input as JSON text; the server validates it. */
  input: z.string(),
  /** Execution name; the server generates a name if this is empty. */
  name: z.string(),
});
export type StartRequest = z.output<typeof startRequestSchema>;

export const stopRequestSchema = z.object({ reason: z.string().max(1_000) });
export type StopRequest = z.output<typeof stopRequestSchema>;
