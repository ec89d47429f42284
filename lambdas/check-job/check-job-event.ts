import * as z from "zod";
import { jobWatchSchema } from "../../workflow/result/job-watch";

/** Event of `Get Job Status`: the watch, and the state from Step Functions' context object. */
const checkJobEventSchema = z.object({
  watch: jobWatchSchema,
  state: z.object({
    /** The time of this poll: the function reads no clock, so that pacing and deadlines follow the execution's. */
    EnteredTime: z.iso.datetime(),
    RetryCount: z.int().nullish(),
  }),
});

export type CheckJobEvent = z.output<typeof checkJobEventSchema>;

/** @throws ZodError when the function was not invoked by this state machine */
export const parseCheckJobEvent = (event: unknown): CheckJobEvent => checkJobEventSchema.parse(event);
