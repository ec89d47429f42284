import { randomUUID } from "node:crypto";
import { describeJob } from "./job-detail";
import type { Job, JobStatus } from "./job";

/**
 * Event that Batch sends to EventBridge: `Batch Job State Change`, or `Batch Job Queue Blocked` for a job that blocks
 * its queue.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
 */
export interface JobEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": "Batch Job State Change" | "Batch Job Queue Blocked";
  readonly source: "aws.batch";
  readonly account: string;
  /** Time of the change, with a resolution of one second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  /** Like the job of DescribeJobs. Its only tag is `resourceArn`: the job, or the parent of an array child. */
  readonly detail: JobEventDetail;
}

interface JobEventDetail {
  readonly jobArn: string;
  readonly jobName: string;
  readonly jobId: string;
  readonly jobQueue: string;
  readonly status: JobStatus;
  readonly statusReason?: string | undefined;
  readonly eksAttempts: readonly never[];
  readonly tags: { readonly resourceArn: string };
}

interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly nowMs: number;
}

/**
 * Creates the events of a status change. There is none for the submission. A job that enters RUNNABLE with a reason
 * also has the event of a blocked queue.
 * @param previous - status before the change; undefined for a new job
 */
export function createJobEvents(job: Job, previous: JobStatus | undefined, place: Place): JobEvent[] {
  const isChanged = job.status !== previous && job.status !== "SUBMITTED";
  const isBlocked = job.status === "RUNNABLE" && job.statusReason !== undefined;
  const { jobArn, queue } = job;
  return [
    ...(isChanged ? [createEvent("Batch Job State Change", job, [jobArn], place)] : []),
    ...(isBlocked ? [createEvent("Batch Job Queue Blocked", job, [jobArn, queue.jobQueueArn], place)] : []),
  ];
}

function createEvent(
  type: JobEvent["detail-type"],
  job: Job,
  resources: readonly string[],
  { region, accountId, nowMs }: Place,
): JobEvent {
  const { jobArn, jobName, jobId, queue, status, statusReason, child } = job;
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": type,
    source: "aws.batch",
    account: accountId,
    time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    region,
    resources,
    detail: {
      ...describeJob(job),
      ...{ jobArn, jobName, jobId, jobQueue: queue.jobQueueArn, status },
      ...(statusReason === undefined ? {} : { statusReason }),
      eksAttempts: [],
      tags: { resourceArn: child?.parent.jobArn ?? jobArn },
    },
  };
}
