import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { WaitIntegration } from "../../workflow/integration";
import { lambdaFaultSchema } from "./faulty-lambdas";

const JOB_STATUS = z.enum(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"]);
const faults = z.array(z.looseObject({ fault: z.string() }));

/** Expected end of a run. */
const endSchema = z.strictObject({
  status: z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]).optional(),
  error: z.string().optional(),
  /** Field of the JobResult, like the next two. */
  category: z.string().nullable().optional(),
  retryable: z.boolean().optional(),
  exitCode: z.number().nullable().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  submitJobCalls: z.int().optional(),
  /** Attempts of the job that the execution submitted. */
  attempts: z.int().optional(),
  /** Last statusReason of the job, as a regular expression. */
  jobReason: z.string().optional(),
  /** statusReason of the JobResult, as a regular expression. */
  resultReason: z.string().optional(),
  /** Number of jobs in the JobResult's `duplicates`. */
  duplicates: z.int().optional(),
});

/**
 * One row of the table. The conformance tests also read rows.json, with another interpreter.
 * `$existingJobId` in the input is replaced by the ID of the existing job.
 */
export const rowSchema = z.strictObject({
  name: z.string(),
  faults: faults.default([]),
  /** Invocations of the Lambda functions that fail. */
  lambdaFaults: z.array(lambdaFaultSchema).default([]),
  input: z.record(z.string(), z.unknown()).default({}),
  /** A job of the same name that another execution submitted, and its own faults. It must not be terminated. */
  existingJob: z
    .strictObject({
      faults,
      /** Overrides for its SubmitJob call. */
      fields: z.record(z.string(), z.unknown()).default({}),
      /** Whether another principal submitted it with the tag of this execution. */
      isForged: z.boolean().default(false),
      /** Status after the execution. @default RUNNING, or the final status set by its first fault */
      status: z.string().optional(),
    })
    .optional(),
  /** StopExecution as soon as the job is in this status. */
  stopWhen: JOB_STATUS.optional(),
  /** StopExecution this long after the start, in seconds. */
  stopAfterSeconds: z.number().optional(),
  /** TimeoutSeconds of the state machine. */
  timeoutSeconds: z.int().optional(),
  expect: endSchema,
  /** Differences of the `sync` integration; null if the row does not apply to it. */
  sync: endSchema.nullable().default({}),
  /** Differences of the `events` integration. */
  events: endSchema.default({}),
  /**
   * Maximum time for which a job may outlive the execution, in seconds of the virtual clock. The event of an ended
   * execution ends jobs within seconds. A container that ignores SIGTERM takes 30 s more. A job that the event does
   * not find waits up to 900 s for the sweep, from the time at which Batch returns the job again.
   */
  outlivesSeconds: z.int().default(5),
  /** Failed invocations of `terminate-job`, except those of the sweep. */
  cleanupFailures: z.int().default(0),
  /** Reason why MiniStack's interpreter cannot run the row. */
  notOnMinistack: z.string().optional(),
});
export type Row = z.output<typeof rowSchema>;

export const ROWS: readonly Row[] = z
  .strictObject({ comment: z.string(), rows: z.array(rowSchema) })
  .parse(JSON.parse(readFileSync(join(__dirname, "rows.json"), "utf8"))).rows;

const USUAL_END = { status: "SUCCEEDED", category: null, retryable: false, exitCode: 0, submitJobCalls: 1 } as const;
const USUAL_FAILURE = { ...USUAL_END, status: "FAILED", exitCode: null } as const;

/** Expected end of a row with an integration; undefined if the row does not apply to it. */
export function expectedEnd(row: Row, integration: WaitIntegration) {
  if (integration === "sync" && row.sync === null) return undefined;
  const given = { ...row.expect, ...(integration === "poll" ? {} : row[integration]) };
  return { ...(given.status === undefined ? USUAL_END : USUAL_FAILURE), ...given };
}
