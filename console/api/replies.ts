import * as z from "zod";

/** What the server says and the page reads. Times are ISO 8601 or milliseconds since 1970, of the endpoints' clock. */

export const stateMachineReplySchema = z.object({
  name: z.string(),
  arn: z.string(),
  region: z.string(),
  isLocal: z.boolean(),
  /** Host and port of a Step Functions that is neither AWS's nor this machine's own; null otherwise. */
  endpoint: z.string().nullable(),
  /** Amazon States Language, as it was given to AWS. */
  definition: z.string(),
  sampleInput: z.record(z.string(), z.unknown()),
  /** How often the list is worth asking for, in milliseconds. */
  listRefreshMs: z.number(),
  /** How many seconds pass for the endpoints in a real one. */
  speed: z.number(),
  optionsShown: z.string(),
  /** The state machine in the AWS console; null where it is not on AWS. */
  consoleUrl: z.string().nullable(),
});
export type StateMachineReply = z.output<typeof stateMachineReplySchema>;

export const EXECUTION_STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

export const executionListReplySchema = z.object({
  executions: z.array(
    z.object({ name: z.string(), status: z.string(), startedAt: z.string(), closedAt: z.string().nullable() }),
  ),
  /** For the next page; null when there is none. */
  nextToken: z.string().nullable(),
  nowMs: z.number(),
});
export type ExecutionListReply = z.output<typeof executionListReplySchema>;

export const executionReplySchema = z.object({
  name: z.string(),
  arn: z.string(),
  status: z.string(),
  /** The one that the execution runs, which may be older than the state machine's. */
  definition: z.string(),
  /** JSON text. */
  input: z.string(),
  consoleUrl: z.string().nullable(),
});
export type ExecutionReply = z.output<typeof executionReplySchema>;

/** What is wrong with a request to start an execution. */
export const startProblemsSchema = z.object({
  problems: z.array(
    z.object({
      field: z.enum(["name", "input"]),
      /** Place in the input, like `containerOverrides.command[0]`; null when it is the input as a whole. */
      path: z.string().nullable(),
      message: z.string(),
    }),
  ),
});
export type StartProblem = z.output<typeof startProblemsSchema>["problems"][number];

export const startReplySchema = z.object({ name: z.string() });

export const stopReplySchema = z.object({ status: z.string() });

export const logReplySchema = z.object({ lines: z.array(z.string()) });

export const errorReplySchema = z.object({ message: z.string() });

export const streamStatusSchema = z.object({
  nowMs: z.number(),
  /** Why the endpoint cannot be read at the moment. */
  problem: z.string().nullable(),
  /** Whether the page has every event that the server has. */
  upToDate: z.boolean(),
});
export type StreamStatus = z.output<typeof streamStatusSchema>;
