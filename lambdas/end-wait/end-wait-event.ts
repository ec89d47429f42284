import * as z from "zod";
import { JOB_EVENT, RECEIVED_EVENT } from "../../workflow/job-event";

/**
 * Event for a job that has changed. Its members resemble those of DescribeJobs; only `jobId` and `status` are used.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html
 */
const endWaitEventSchema = z.object({
  source: z.literal(JOB_EVENT.source),
  "detail-type": z.enum([JOB_EVENT.stateChange, JOB_EVENT.queueBlocked]),
  id: z.string().optional(),
  time: z.string().optional(),
  detail: z.looseObject({
    jobId: z.string().min(1),
    status: z.string(),
    attempts: z.array(z.unknown()).optional().catch(undefined),
    tags: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
});

export type EndWaitEvent = z.output<typeof endWaitEventSchema>;

/** Describes an event for the log: what Batch has sent, without the values of tags and other fields. */
export const describeEvent = ({ id, time, detail, "detail-type": detailType }: EndWaitEvent) => ({
  message: RECEIVED_EVENT,
  eventId: id,
  eventTime: time,
  detailType,
  jobId: detail.jobId,
  status: detail.status,
  attempts: detail.attempts?.length,
  fields: Object.keys(detail),
  tags: Object.keys(detail.tags ?? {}),
});

/** @throws ZodError when the function was not invoked by its rule */
export const parseEndWaitEvent = (event: unknown): EndWaitEvent => endWaitEventSchema.parse(event);
