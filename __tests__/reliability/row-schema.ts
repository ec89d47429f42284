import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { lambdaFaultSchema } from "./faulty-lambdas";

const JOB_STATUS = z.enum(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"]);
const faults = z.array(z.looseObject({ fault: z.string() }));

/** What a run must end with. */
const endSchema = z.strictObject({
  status: z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]).optional(),
  error: z.string().optional(),
  /** Of the JobResult, as the next three. */
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
 * One row of the table. rows.json is read by this suite and by the conformance tests, whose interpreter is another.
 * `$existingJobId` in the input stands for the ID of the job that was there before.
 */
const rowSchema = z.strictObject({
  name: z.string(),
  faults: faults.default([]),
  /** Invocations of the Lambda functions that fail. */
  lambdaFaults: z.array(lambdaFaultSchema).default([]),
  input: z.record(z.string(), z.unknown()).default({}),
  /** A job of the same name that another execution submitted, and its own faults. It must be left alone. */
  existingJob: z
    .strictObject({
      faults,
      /** Fields of its SubmitJob call that differ. */
      fields: z.record(z.string(), z.unknown()).default({}),
      /** Whether it carries the tag of this execution although another principal submitted it. */
      isForged: z.boolean().default(false),
      /** Status after the execution. @default RUNNING, or the end that its first fault gives it */
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
  /** Where the `sync` integration ends differently; null where the row says nothing about it. */
  sync: endSchema.nullable().default({}),
  /**
   * Longest that a job may go on after the execution, in seconds of the virtual clock. The events of executions end jobs
   * within seconds; a container that ignores SIGTERM has 30 s more, and what no event finds waits up to 900 s for the
   * sweep, from when Batch knows the job again.
   */
  outlivesSeconds: z.int().default(5),
  /** Failed invocations of the function that terminates jobs, without those of the sweep. */
  cleanupFailures: z.int().default(0),
  /** Why MiniStack's interpreter cannot run the row; absent when it can. */
  notOnMinistack: z.string().optional(),
});
export type Row = z.output<typeof rowSchema>;

export const ROWS: readonly Row[] = z
  .strictObject({ comment: z.string(), rows: z.array(rowSchema) })
  .parse(JSON.parse(readFileSync(join(__dirname, "rows.json"), "utf8"))).rows;

const USUAL_END = { status: "SUCCEEDED", category: null, retryable: false, exitCode: 0, submitJobCalls: 1 } as const;
const USUAL_FAILURE = { ...USUAL_END, status: "FAILED", exitCode: null } as const;

/** What a row says of an integration; undefined when it says nothing. */
export function expectedEnd(row: Row, integration: "poll" | "sync") {
  if (integration === "sync" && row.sync === null) return undefined;
  const given = { ...row.expect, ...(integration === "sync" ? row.sync : {}) };
  return { ...(given.status === undefined ? USUAL_END : USUAL_FAILURE), ...given };
}
