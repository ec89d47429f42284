import * as z from "zod";
import { TERMINATION_CATEGORIES } from "./failure";
import type { JobResult } from "./job-result";

const seconds = z.number().positive();

/**
 * State of a run between two polls. It stays small, because an execution's data is limited to 262,144 bytes and each
 * poll writes it into the history. Unknown fields are dropped and newer ones have defaults, so that an execution
 * under way survives a deployment and its rollback.
 */
export const jobWatchSchema = z.object({
  /** Decides in `Job Complete?`; the other outcomes are SUCCEEDED and FAILED. */
  outcome: z.literal("WAITING"),
  jobId: z.string().min(1),
  jobName: z.string().nullable(),
  /** The execution did not submit the job, and therefore never terminates it. */
  attached: z.boolean(),
  reused: z.boolean(),
  duplicates: z.array(z.string()),
  executionArn: z.string(),
  executionStartedAt: z.iso.datetime(),
  waitTimeSeconds: seconds,
  queueTimeoutSeconds: seconds.nullable(),
  runTimeoutSeconds: seconds.nullable(),
  overallTimeoutSeconds: seconds.nullable(),
  /** With `events`, a change of the job can end a wait. */
  integration: z.enum(["poll", "events"]).default("poll"),
  /** Seconds until the next poll at the latest; `Wait X Seconds` and `Wait for Event` read it. */
  waitSeconds: seconds,
  /** Wait that an event can end; null for a plain one. */
  eventWait: z
    .object({
      /** Time after which the table may delete the wait, in seconds since 1970, as text. */
      expiresAt: z.string(),
    })
    .nullable()
    .default(null),
  /** Waits in a row that could not be stored in the table. */
  failedWaits: z.int().nonnegative().default(0),
  /** Waits that an event has ended although the job had not ended. */
  falseWakes: z.int().nonnegative().default(0),
  /** Wait after an event that came before the job's end was visible, in seconds; null otherwise. */
  wokenWaitSeconds: seconds.nullable().default(null),
  polls: z.int().nonnegative(),
  retries: z.int().nonnegative(),
  /** Last status seen; null before the first poll. */
  status: z.string().nullable(),
  statusReason: z.string().nullable(),
  /** When the job was last seen, or submitted. */
  lastSeenAt: z.iso.datetime(),
  /** When the job began to queue, on the clock of Step Functions; null until it is seen. */
  queuedSince: z.iso.datetime().nullable().default(null),
  /** An attempt of the job, or a child of an array job, has begun to run. */
  hasRun: z.boolean().default(false),
  /** Polls in a row that found no such job. */
  missingPolls: z.int().nonnegative(),
  /** Polls in a row that found the job stuck for a misconfiguration. */
  misconfiguredPolls: z.int().nonnegative(),
  /** Polls in a row that found the children of an array job RUNNABLE at best. */
  runnablePolls: z.int().nonnegative().default(0),
  /** Since when Batch has not answered, and its last error; null while it answers. */
  outage: z.object({ since: z.iso.datetime(), reason: z.string() }).nullable().default(null),
  /**
   * Queue and definition of a possible second submission, and the number of looks for it; null when no attempt of
   * `Submit Job` followed another one.
   */
  doubt: z
    .object({
      jobQueue: z.string(),
      jobDefinition: z.string(),
      looks: z.int().nonnegative(),
      /** When `Submit Job` ended; null until the first look. */
      since: z.iso.datetime().nullable(),
      /** Earliest time of such a submission on Batch's clock, in milliseconds since 1970; null until it is known. */
      fromMs: z.number().nullable(),
    })
    .nullable()
    .default(null),
  /** Why TerminateJob was called, and when; null while the job is left alone. */
  termination: z
    .object({
      category: z.enum(TERMINATION_CATEGORIES),
      reason: z.string(),
      requestedAt: z.iso.datetime(),
    })
    .nullable(),
});

export type JobWatch = z.output<typeof jobWatchSchema>;

/**
 * Output of `Get Job Status`. The failure has the shape of a Lambda function's error, so that both end in one state.
 */
export type CheckJobResult =
  | JobWatch
  | { readonly outcome: "SUCCEEDED"; readonly result: JobResult }
  | { readonly outcome: "FAILED"; readonly failure: { readonly errorType: string; readonly errorMessage: string } };
