import * as z from "zod";

/**
 * What `Submit Job` passes: Step Functions' context of the execution and of the state.
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
 * Whether an earlier attempt may have submitted the job. Without a count of retries, which AWS always gives, every attempt
 * may follow another.
 */
export function isAmbiguous(event: SubmitJobEvent): boolean {
  return typeof event.state.RetryCount !== "number" || isRepeated(event);
}

/** Whether this attempt follows another one. */
export function isRepeated({ execution, state }: SubmitJobEvent): boolean {
  return (state.RetryCount ?? 0) > 0 || (execution.RedriveCount ?? 0) > 0;
}
