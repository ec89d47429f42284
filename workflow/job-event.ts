/**
 * Events by which Batch reports a change of a job. Batch sends them at least once and in any order.
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-batch.html
 */
export const JOB_EVENT = {
  source: "aws.batch",
  stateChange: "Batch Job State Change",
  queueBlocked: "Batch Job Queue Blocked",
} as const;
