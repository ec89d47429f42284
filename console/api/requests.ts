import * as z from "zod";

/** What the page asks for. */

export const startRequestSchema = z.object({
  /** Text of the input, checked by the server. */
  input: z.string(),
  /** Empty for a name that is made up. */
  name: z.string(),
});
export type StartRequest = z.output<typeof startRequestSchema>;

export const stopRequestSchema = z.object({ reason: z.string().max(1_000) });
export type StopRequest = z.output<typeof stopRequestSchema>;
