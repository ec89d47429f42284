import * as z from "zod";
import { EXECUTION_EVENT, FAILED_STATUSES } from "../../workflow/execution-status";

/**
 * Event for an execution that FAILED, TIMED_OUT or was ABORTED. A large input is null in it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
const executionEndedSchema = z.object({
  source: z.literal(EXECUTION_EVENT.source),
  "detail-type": z.literal(EXECUTION_EVENT.detailType),
  detail: z.object({
    executionArn: z.string().min(1),
    status: z.enum(FAILED_STATUSES),
    /** Milliseconds since 1970. */
    startDate: z.number(),
    stopDate: z.number().nullish(),
    input: z.string().nullish(),
    redriveCount: z.int().nullish(),
  }),
});

/**
 * The time for a sweep has come.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
const sweepSchema = z.object({
  source: z.literal("aws.events"),
  "detail-type": z.literal("Scheduled Event"),
  time: z.iso.datetime(),
});

const terminateJobEventSchema = z.discriminatedUnion("detail-type", [executionEndedSchema, sweepSchema]);

export type ExecutionEnded = z.output<typeof executionEndedSchema>["detail"];
export type TerminateJobEvent = z.output<typeof terminateJobEventSchema>;

/** @throws ZodError when the function was not invoked by one of its two rules */
export const parseTerminateJobEvent = (event: unknown): TerminateJobEvent => terminateJobEventSchema.parse(event);
