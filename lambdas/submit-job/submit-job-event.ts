import * as z from "zod";

/**
 * Event of `Submit Job`: the execution and the state from Step Functions' context object.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
const submitJobEventSchema = z.object({
  execution: z.object({
    Id: z.string().min(1),
    Input: z.unknown(),
    StartTime: z.iso.datetime(),
    RedriveCount: z.int().nullish(),
  }),
  state: z.object({
    EnteredTime: z.iso.datetime(),
    RetryCount: z.int().nullish(),
  }),
});

export type SubmitJobEvent = z.output<typeof submitJobEventSchema>;

/** @throws ZodError when the function was not invoked by this state machine */
export const parseSubmitJobEvent = (event: unknown): SubmitJobEvent => submitJobEventSchema.parse(event);

/**
 * Returns whether an earlier attempt may have submitted the job. AWS always counts retries; without the count, every
 * attempt may follow another one.
 */
export function isAmbiguous(event: SubmitJobEvent): boolean {
  return typeof event.state.RetryCount !== "number" || isRepeated(event);
}

/** Returns whether this attempt follows another one. */
export function isRepeated({ execution, state }: SubmitJobEvent): boolean {
  return (state.RetryCount ?? 0) > 0 || (execution.RedriveCount ?? 0) > 0;
}
