import { z } from "zod";
import { describeIssue } from "../../describe-issue";
import { STUCK_REASONS, type StuckCode } from "./fault-texts";

/** Operations of Batch that a fault can affect: those that the workflow calls. */
const BATCH_OPERATIONS = ["SubmitJob", "DescribeJobs", "ListJobs", "TerminateJob"] as const;
/** Operations of Step Functions and DynamoDB that a fault can affect. */
export const SERVICE_OPERATIONS = [
  "SendTaskSuccess",
  "SendTaskFailure",
  "SendTaskHeartbeat",
  "PutItem",
  "GetItem",
  "DeleteItem",
  "Query",
] as const;
const OPERATIONS = [...BATCH_OPERATIONS, ...SERVICE_OPERATIONS] as const;

const seconds = z.number("must be a number of seconds").min(0, "must be at least 0 seconds");
const times = z.int("must be a whole number").min(1, "must be at least 1").default(1);
const afterCalls = z.int("must be a whole number").min(0, "must be at least 0").default(0);
const launchType = z.enum(["EC2", "FARGATE"], "must be EC2 or FARGATE").default("FARGATE");
const text = z.string("must be a string");

const fault = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ fault: z.literal(name), ...shape });
/**
 * Window of affected calls: skips `afterCalls` calls, then affects `times` calls. The window starts `fromSeconds`
 * after the script was loaded and lasts `forSeconds`.
 */
const calls = {
  afterCalls,
  times: z.union([z.literal("ALL"), z.int().min(1)], "must be a whole number of at least 1, or ALL").default(1),
  fromSeconds: seconds.default(0),
  forSeconds: seconds.optional(),
};
const call = { operation: z.enum(OPERATIONS, `must be one of ${OPERATIONS.join(", ")}`), ...calls };
const refusals = z.enum(["ACCESS_DENIED", "EXPIRED_TOKEN", "HTML"], "must be ACCESS_DENIED, EXPIRED_TOKEN or HTML");
const WRONG_ANSWERS = [
  "NULL",
  "ANOTHER_JOB",
  "TWO_JOBS",
  "OTHER_REGION",
  "NO_JOBS_MEMBER",
  "NOT_JSON",
  "STALE",
] as const;
/** Affected jobs, by name. @default all jobs */
const job = { jobName: text.optional() };
/** Affected Batch events. `status` limits them to events with that status. */
const event = { ...job, status: text.optional(), detailType: text.default("Batch Job State Change"), ...calls };
/**
 * Affected attempts: the first `times` attempts of a job. The fault occurs after an attempt has run for
 * `afterSeconds`.
 */
const attempt = { ...job, afterSeconds: seconds.default(0), times };
const stop = { ...job, afterSeconds: seconds, reason: text.min(1).max(1024).default("stopped by another caller") };

const isStuckCode = (code: string): code is StuckCode => Object.hasOwn(STUCK_REASONS, code);

const schemas = [
  fault("Throttled", call),
  fault("ServerError", call),
  fault("Refused", { ...call, reason: refusals }),
  fault("RequestTimeout", call),
  fault("ReplyLost", call),
  fault("NeverAnswered", call),
  fault("JobsNotFound", { ...job, fromSeconds: seconds.default(0), forSeconds: seconds }),
  fault("JobForgotten", { ...job, afterSeconds: seconds }),
  fault("ListJobsLag", { ...job, forSeconds: seconds }),
  fault("RepeatingToken", { fromSeconds: seconds.default(0), forSeconds: seconds.optional() }),
  fault("UnknownStatus", { ...job, status: text.min(1).default("PAUSED"), ...calls }),
  fault("OddNumbers", { ...job, number: z.number("must be a number").default(1e20), ...calls }),
  fault("WrongAnswer", { answer: z.enum(WRONG_ANSWERS, `must be one of ${WRONG_ANSWERS.join(", ")}`), ...calls }),
  fault("JobShape", {
    ...job,
    shape: z.enum(["MULTI_CONTAINER", "EKS", "MULTI_NODE"], "must be MULTI_CONTAINER, EKS or MULTI_NODE"),
  }),
  fault("StuckInRunnable", {
    ...job,
    reason: text.refine(isStuckCode, `must be one of ${Object.keys(STUCK_REASONS).join(", ")}`),
    forSeconds: seconds.optional(),
  }),
  fault("DependencyFailed", job),
  fault("HostTerminated", attempt),
  fault("SpotReclaimed", { ...attempt, launchType }),
  fault("OutOfMemory", attempt),
  fault("Killed", attempt),
  fault("ImagePullFailed", { ...job, times, launchType }),
  fault("StartFailed", { ...job, times, launchType }),
  fault("Exited", {
    ...attempt,
    exitCode: z.int().min(0).max(255).optional(),
    reason: text.max(255, "must have at most 255 characters").optional(),
    statusReason: text.max(1024, "must have at most 1024 characters").optional(),
  }),
  fault("SidecarFailed", { ...attempt, exitCode: z.int().min(1).max(255).default(1) }),
  fault("IgnoresSigterm", job),
  fault("Terminated", stop),
  fault("Cancelled", stop),
  fault("LogStreamMissing", job),
  fault("CustomLogGroup", { ...job, logGroup: text.min(1).max(512) }),
  fault("EventLost", event),
  fault("EventDoubled", { ...event, afterSeconds: seconds.default(0) }),
  fault("EventDelayed", { ...event, bySeconds: seconds }),
  fault("EventsReordered", { ...event, withinSeconds: seconds.default(60) }),
  fault("ManyEnvironmentVariables", { ...job, count: times.default(200), valueLength: times.default(1000) }),
] as const;

/** Names of all faults, in the order of docs/faults.md. */
export const FAULT_NAMES: readonly string[] = schemas.map(({ shape }) => shape.fault.value);

const faultSchema = z.discriminatedUnion("fault", schemas, {
  error: ({ input }) => `unknown fault ${nameOf(input)}; supported faults: ${FAULT_NAMES.join(", ")}`,
});

/** Content of a faults file and of POST /_faults. */
const faultScriptSchema = z.strictObject({ faults: z.array(faultSchema, "must be an array of faults") });

export type Fault = z.output<typeof faultSchema>;
export type FaultNamed<Name extends Fault["fault"]> = Extract<Fault, { readonly fault: Name }>;

function nameOf(input: unknown): string {
  const name: unknown = typeof input === "object" && input !== null ? Reflect.get(input, "fault") : input;
  return name === undefined ? "without a name" : JSON.stringify(name);
}

/** Invalid fault script. The message has one line per violation. */
export class InvalidFaultScriptError extends Error {
  override readonly name = "InvalidFaultScriptError";
}

/**
 * Parses a fault script: `{ "faults": [{ "fault": "Throttled", "operation": "DescribeJobs", "times": 3 }] }`.
 * @throws InvalidFaultScriptError that lists every violation, with the supported names if a fault is unknown
 */
export function parseFaultScript(script: unknown): readonly Fault[] {
  const parsed = faultScriptSchema.safeParse(script, { error: describeIssue });
  if (parsed.success) return parsed.data.faults;
  const violations = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the script"}: ${message}`);
  throw new InvalidFaultScriptError(violations.join("\n"));
}
