import * as z from "zod";
import { JOB_EVENT } from "../../workflow/job-event";

/**
 * Event for a job that has changed. Its members resemble those of DescribeJobs; only two of them are read.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html
 */
const endWaitEventSchema = z.object({
  source: z.literal(JOB_EVENT.source),
  "detail-type": z.enum([JOB_EVENT.stateChange, JOB_EVENT.queueBlocked]),
  detail: z.object({ jobId: z.string().min(1), status: z.string() }),
});

export type EndWaitEvent = z.output<typeof endWaitEventSchema>;

/** @throws ZodError when the function was not invoked by its rule */
export const parseEndWaitEvent = (event: unknown): EndWaitEvent => endWaitEventSchema.parse(event);
