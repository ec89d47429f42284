import { rowSchema, type Row } from "./row-schema";
import type { Interferences } from "./run-row";

/** Row about the delivery of events. Only the integration `events` has it. */
export interface EventRow extends Row, Interferences {
  /** Maximum time from the job's end to the execution's end, in seconds. */
  readonly noticedWithin: number;
  /** Maximum number of polls. @default no limit */
  readonly mostPolls?: number;
}

/** `wait_time` of the rows. */
export const WAIT_SECONDS = 3_600;
const LASTING = { fault: "Exited", exitCode: 0, afterSeconds: 200 };
const DAY_SECONDS = 86_400;
const SENDS = { operation: "SendTaskSuccess" };

/** Creates a row about a job of 200 s that has started after 50 s. */
export const givenEventRow = (
  name: string,
  noticedWithin: number,
  faults: readonly object[] = [],
  fields: object = {},
): EventRow => ({
  ...rowSchema.parse({
    name,
    faults: [...faults, LASTING],
    input: { wait_time: WAIT_SECONDS },
    expect: {},
    ...fields,
  }),
  noticedWithin,
});

/** Rows in which the first wait is longer than the job runs, unless the row says otherwise. */
export const EVENT_ROWS: readonly EventRow[] = [
  givenEventRow("the event arrives", 1),
  givenEventRow("the event is lost", WAIT_SECONDS, [{ fault: "EventLost", times: "ALL" }]),
  givenEventRow("the event arrives twice", 1, [{ fault: "EventDoubled", times: "ALL", afterSeconds: 1 }]),
  givenEventRow("the event arrives a minute after the next one", 61, [
    { fault: "EventsReordered", status: "SUCCEEDED" },
  ]),
  givenEventRow("the event arrives 1 h late", WAIT_SECONDS, [
    { fault: "EventDelayed", status: "SUCCEEDED", bySeconds: 3_600 },
  ]),
  givenEventRow(
    "the event arrives 1 h late, during a wait of a day",
    3_601,
    [{ fault: "EventDelayed", status: "SUCCEEDED", bySeconds: 3_600 }],
    {
      input: { wait_time: DAY_SECONDS },
    },
  ),
  givenEventRow("the job ends before its first wait begins", 1, [{ fault: "Cancelled", afterSeconds: 0 }], {
    expect: { status: "FAILED", error: "BatchJob.Cancelled", category: "Cancelled", attempts: 0 },
  }),
  givenEventRow("DescribeJobs does not show the end yet when the event arrives", 11, [
    { fault: "UnknownStatus", times: 1, status: "RUNNING" },
  ]),
  givenEventRow("DescribeJobs does not show the end for five minutes after the event", 640, [
    { fault: "UnknownStatus", times: "ALL", status: "RUNNING", forSeconds: 600 },
  ]),
  givenEventRow("DescribeJobs fails for two minutes after the event", 200, [
    { fault: "ServerError", operation: "DescribeJobs", times: "ALL", forSeconds: 380 },
  ]),
  givenEventRow(
    "Batch tries the job again after the host has gone",
    1,
    [{ fault: "HostTerminated", afterSeconds: 5 }],
    {
      expect: { attempts: 2 },
    },
  ),
  givenEventRow("the children of an array end before it", 1, [], {
    input: { wait_time: WAIT_SECONDS, arrayProperties: { size: 20 } },
    expect: { attempts: 0 },
  }),
  givenEventRow("an event of another job arrives", 1, [], {
    existingJob: { faults: [{ fault: "Exited", exitCode: 0, afterSeconds: 60 }] },
  }),
  givenEventRow("the event of an attached job arrives", 1, [], {
    existingJob: { faults: [{ fault: "Exited", exitCode: 0, afterSeconds: 300 }] },
    input: { jobId: "$existingJobId", wait_time: WAIT_SECONDS },
    expect: { submitJobCalls: 0 },
  }),
  givenEventRow(
    "the event arrives after the execution was stopped",
    0,
    [{ fault: "EventDelayed", status: "FAILED", bySeconds: 600 }],
    {
      stopAfterSeconds: 120,
      expect: { status: "ABORTED", error: "Stopped" },
    },
  ),
  givenEventRow(
    "a blocked queue ends the wait",
    31,
    [{ fault: "StuckInRunnable", reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT" }],
    { expect: { status: "FAILED", error: "BatchJob.QueueBlocked", category: "QueueBlocked", attempts: 0 } },
  ),
  givenEventRow("SendTaskSuccess is throttled twice", 5, [{ fault: "Throttled", times: 2, ...SENDS }]),
  givenEventRow("SendTaskSuccess is throttled for two minutes", 200, [
    { fault: "Throttled", times: "ALL", forSeconds: 370, ...SENDS },
  ]),
  givenEventRow("the reply to SendTaskSuccess is lost", 5, [{ fault: "ReplyLost", ...SENDS }]),
  givenEventRow("the table is throttled when the wait begins", 121, [{ fault: "Throttled", operation: "PutItem" }]),
  givenEventRow("the table is throttled for an hour", WAIT_SECONDS, [
    { fault: "Throttled", operation: "PutItem", times: "ALL", forSeconds: 3_600 },
  ]),
  givenEventRow("the table is throttled when the event arrives", 200, [
    { fault: "Throttled", operation: "Query", times: "ALL", forSeconds: 370 },
  ]),
  givenEventRow("the wait cannot be deleted", 5, [{ fault: "Throttled", operation: "DeleteItem", times: 2 }]),
  givenEventRow("the function that ends the wait fails for an hour", WAIT_SECONDS, [], {
    lambdaFaults: [{ function: "end-wait", error: "Lambda.ServiceException", forSeconds: 3_600 }],
  }),
  givenEventRow("the function that ends the wait fails once", 181, [], {
    lambdaFaults: [{ function: "end-wait", error: "Lambda.ServiceException", fromSeconds: 200, forSeconds: 75 }],
  }),
];

/** Faults of every event, under which all rows of the table must end as without them. */
export const EVENT_FAULTS: Readonly<Record<string, Row["faults"]>> = {
  lost: [
    { fault: "EventLost", times: "ALL" },
    { fault: "EventLost", times: "ALL", detailType: "Batch Job Queue Blocked" },
  ],
  doubled: [{ fault: "EventDoubled", times: "ALL", afterSeconds: 3 }],
  reordered: [{ fault: "EventsReordered", times: "ALL", withinSeconds: 20 }],
};
