import { JOB_EVENT } from "../../../workflow/job-event";
import type { InputTransformer } from "../event-rule";

/** Returns the EventBridge pattern for jobs of the queues whose status has changed, without children of arrays. */
export const changedJobPattern = (jobQueueArns: readonly string[]) => ({
  source: [JOB_EVENT.source],
  "detail-type": [JOB_EVENT.stateChange],
  detail: {
    jobQueue: jobQueueArns,
    // An array has up to 10,000 children, with several changes each.
    jobId: [{ "anything-but": { wildcard: "*:*" } }],
  },
});

/**
 * Notification about a job whose status has changed. It has only fields that every event has: EventBridge does not
 * document the value of a missing one. The whole event would contain the environment variables of the job.
 */
export const CHANGED_JOB_MESSAGE: InputTransformer = {
  inputPaths: {
    time: "$.time",
    jobId: "$.detail.jobId",
    jobName: "$.detail.jobName",
    jobArn: "$.detail.jobArn",
    jobQueue: "$.detail.jobQueue",
    status: "$.detail.status",
  },
  inputTemplate: JSON.stringify({
    summary: "Job <jobName> is <status>",
    job: {
      jobId: "<jobId>",
      jobName: "<jobName>",
      jobArn: "<jobArn>",
      jobQueue: "<jobQueue>",
      status: "<status>",
      time: "<time>",
    },
  }),
};
