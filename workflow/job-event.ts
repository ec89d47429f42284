/**
 * Events by which Batch reports a change of a job. Batch sends them at least once and in any order.
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-batch.html
 */
export const JOB_EVENT = {
  source: "aws.batch",
  stateChange: "Batch Job State Change",
  queueBlocked: "Batch Job Queue Blocked",
} as const;

/** Message of the line in the log of `end-wait` about each event; `poller probe-events` reads these lines. */
export const RECEIVED_EVENT = "received an event";
