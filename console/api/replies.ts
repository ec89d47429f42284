import * as z from "zod";
import { TEXT_STYLES } from "../log/text-styles";
import { jobResultSchema } from "../model/job-result-schema";

/** Responses of the console server. Times are ISO 8601 or milliseconds since 1970, by the endpoints' clock. */

export const stateMachineReplySchema = z.object({
  name: z.string(),
  arn: z.string(),
  region: z.string(),
  isLocal: z.boolean(),
  /** Host and port of a custom Step Functions endpoint; null for AWS and for local endpoints. */
  endpoint: z.string().nullable(),
  /** Definition in Amazon States Language. */
  definition: z.string(),
  sampleInput: z.record(z.string(), z.unknown()),
  /** Interval between two requests for the list of executions, in milliseconds. */
  listRefreshMs: z.number(),
  /** Endpoint seconds per real second; 1 on AWS. */
  speed: z.number(),
  /** Whether executions show the log of their job. */
  showsLog: z.boolean(),
  optionsShown: z.string(),
  /** URL of the state machine in the AWS console; null outside AWS. */
  consoleUrl: z.string().nullable(),
});
export type StateMachineReply = z.output<typeof stateMachineReplySchema>;

export const executionListReplySchema = z.object({
  executions: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      startedAt: z.string(),
      closedAt: z.string().nullable(),
      /**
       * Job name of the input, Error of the execution, and its reason without IDs and numbers; null until the server
       * has read them.
       */
      details: z
        .object({ jobName: z.string().nullable(), error: z.string().nullable(), reason: z.string().nullable() })
        .nullable(),
    }),
  ),
  /** Whether there are older executions. */
  hasMore: z.boolean(),
  nowMs: z.number(),
});
export type ExecutionListReply = z.output<typeof executionListReplySchema>;

export const executionReplySchema = z.object({
  name: z.string(),
  arn: z.string(),
  status: z.string(),
  /** Definition that the execution runs; it can be older than the state machine's current definition. */
  definition: z.string(),
  /** Execution input, as JSON text. */
  input: z.string(),
  /** Error of the execution; null if it has none. */
  error: z.string().nullable(),
  consoleUrl: z.string().nullable(),
});
export type ExecutionReply = z.output<typeof executionReplySchema>;

/** Validation problems of a request to start an execution. */
export const startProblemsSchema = z.object({
  problems: z.array(
    z.object({
      field: z.enum(["name", "input"]),
      /** Path in the input, such as `containerOverrides.command[0]`; null for the input as a whole. */
      path: z.string().nullable(),
      message: z.string(),
    }),
  ),
});
export type StartProblem = z.output<typeof startProblemsSchema>["problems"][number];

export const startReplySchema = z.object({ name: z.string() });

/** Job of an execution that ended without a result; null if there is none. */
export const jobReplySchema = z.object({ job: jobResultSchema.nullable() });
export type JobReply = z.output<typeof jobReplySchema>;

/** Children of an array job, by index; null for any other job. */
export const childrenReplySchema = z.object({
  children: z
    .array(
      z.object({
        index: z.number(),
        status: z.string(),
        exitCode: z.number().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .nullable(),
});
export type ChildrenReply = z.output<typeof childrenReplySchema>;

/** Last successful execution of the same job name before an execution; null if none was found. */
export const lastSuccessReplySchema = z.object({
  execution: z
    .object({
      name: z.string(),
      startedAt: z.string(),
      closedAt: z.string(),
      /** Execution input, as JSON text. */
      input: z.string(),
      result: jobResultSchema.nullable(),
    })
    .nullable(),
});
export type LastSuccessReply = z.output<typeof lastSuccessReplySchema>;

export const stopReplySchema = z.object({ status: z.string() });

const logEntrySchema = z.object({
  kind: z.enum(["line", "note"]),
  atMs: z.number().nullable(),
  text: z.string(),
  parts: z
    .array(z.object({ from: z.number(), to: z.number(), styles: z.array(z.enum(TEXT_STYLES)).readonly() }))
    .readonly()
    .optional(),
});

/** Earlier lines of a job's log, oldest first. */
export const earlierLogSchema = z.object({
  entries: z.array(logEntrySchema),
  /** Whether the log can have lines before these. */
  hasMore: z.boolean(),
});
export type EarlierLog = z.output<typeof earlierLogSchema>;

/** New lines of a job's log. */
export const logMessageSchema = z.object({
  /** Number of the first entry. A gap after the last received number means that lines were skipped. */
  first: z.number(),
  entries: z.array(logEntrySchema),
  /** Whether the log has lines before the first one that the server keeps. */
  hasEarlier: z.boolean(),
});
export type LogMessage = z.output<typeof logMessageSchema>;

export const errorReplySchema = z.object({ message: z.string() });

export const streamStatusSchema = z.object({
  nowMs: z.number(),
  /** Error of the last read of the history; null after a successful read. */
  problem: z.string().nullable(),
  /** Real time since the last successful read of the history, in milliseconds; null before the first one. */
  readAgoMs: z.number().nullable(),
  /** Whether the page has received all events that the server has read. */
  upToDate: z.boolean(),
});
export type StreamStatus = z.output<typeof streamStatusSchema>;
