import { WORKFLOW_ERROR } from "../../workflow/result/failure";
import type { JobResult } from "../../workflow/result/job-result";
import { isTerminal } from "../../workflow/result/job";
import { formatDuration } from "../format/format-duration";
import { CATEGORY_EXPLANATIONS, READ_LOG, type Explanation } from "./explain-category";
import { findArrayFailure } from "./find-array-failure";
import { explainExitCode } from "./explain-exit-code";
import type { ExecutionModel } from "./execution-model";
import { explainCause } from "./find-failure";

/** Texts for errors of the workflow, not of the job, by prefix of the error name. */
const ERROR_EXPLANATIONS: readonly (readonly [prefix: string, explanation: Explanation])[] = [
  [
    WORKFLOW_ERROR.client,
    {
      what: "AWS Batch rejected the request",
      next: ["Read the reason. Common causes: a wrong name, a missing permission, or a disabled job queue."],
    },
  ],
  [
    WORKFLOW_ERROR.throttled,
    {
      what: "AWS Batch throttled the submission until the retries were exhausted",
      next: ["Start the execution again later, or start fewer at a time."],
    },
  ],
  [
    WORKFLOW_ERROR.server,
    {
      what: "AWS Batch failed to accept the job until the retries were exhausted",
      next: ["Check the AWS Health Dashboard, then start the execution again."],
    },
  ],
  [
    "Lambda.",
    {
      what: "A Lambda function of the workflow could not run",
      next: ["Check the function's log and configuration. The job may still be running."],
    },
  ],
  [
    "States.Timeout",
    {
      what: "A state of the workflow timed out",
      next: ["Check whether the job is still running, then start the execution again."],
    },
  ],
  ["States.", { what: "The state machine failed", next: ["Read Cause, then correct the definition or the input."] }],
];

/** Explanation of the end of an execution. */
export interface EndExplanation extends Explanation {
  /** Reason as reported by AWS Batch, the container or Step Functions; undefined if none was reported. */
  readonly reason: string | undefined;
}

/** Explains why an execution did not succeed. Returns undefined if it succeeded or is still running. */
export function explainEnd(model: ExplainedModel): EndExplanation | undefined {
  const { end, result } = model;
  if (end === undefined || end.status === "SUCCEEDED") return undefined;
  const category = result?.category ?? undefined;
  const byError = ERROR_EXPLANATIONS.find(([prefix]) => end.error?.startsWith(prefix) === true)?.[1];
  const byCategory = category === undefined ? undefined : CATEGORY_EXPLANATIONS[category];
  const { what, next } = byError ?? byCategory ?? explainStatus(model, end.status);
  const reasons = [result?.statusReason, result?.containerReason].filter((text) => typeof text === "string");
  const reason = result === undefined ? explainCause(end.cause) : [...new Set(reasons)].join("; ");
  const code = result?.exitCode ?? null;
  const meaning = category === "OutOfMemory" ? undefined : explainExitCode(code);
  const array = findArrayFailure(result?.statusReason);
  const summary = category === "UserError" && code !== null ? `The job's program exited with exit code ${code}` : what;
  return {
    what:
      array === undefined
        ? summary
        : `${array.share ?? "A child failed"}. Child ${array.child}: ${lowerFirst(summary)}`,
    next: [
      ...(meaning === undefined ? [] : [meaning]),
      ...next
        .filter((step) => step !== READ_LOG || result === undefined || hasLog(result))
        .map((step) => (step === READ_LOG && array !== undefined ? `Read the log of child ${array.child}.` : step)),
    ],
    reason: reason === "" ? undefined : reason,
  };
}

/** AWS keeps its capitals. */
const lowerFirst = (text: string): string =>
  text.startsWith("AWS ") ? text : text.slice(0, 1).toLowerCase() + text.slice(1);

type ExplainedModel = Pick<ExecutionModel, "end" | "result" | "job" | "progress">;

/** Whether a container of the job wrote a log that the result names. */
const hasLog = ({ logGroup, attempts }: JobResult): boolean =>
  logGroup !== null && attempts.some(({ logStreamName }) => logStreamName !== null);

function explainStatus({ job, progress, end }: ExplainedModel, status: string): Explanation {
  if (status !== "ABORTED" && status !== "TIMED_OUT")
    return { what: "The execution failed", next: ["Read Error and Cause."] };
  const what = status === "ABORTED" ? "The execution was stopped" : "The execution timed out";
  const { jobId, attached } = progress;
  if (jobId === undefined)
    return {
      what: `${what} before a job was known`,
      next: ["If a job was being submitted, the workflow terminates it within 15 minutes."],
    };
  const jobStatus = job?.status ?? undefined;
  if (job !== undefined && isTerminal(jobStatus))
    return { what: `${what}. ${describeJobEnd(job, end?.closedAt)}`, next: [RUN_AGAIN] };
  if (attached)
    return {
      what: `${what}. Its job continues, because the execution did not submit it`,
      next: [`If job ${jobId} must not continue, terminate it in AWS Batch.`],
    };
  return {
    what: `${what}. ${jobStatus === undefined ? "Its job is terminated within seconds" : `Its job is ${jobStatus} and is being terminated`}`,
    next: [`If job ${jobId} has not ended after 15 minutes, terminate it in AWS Batch.`],
  };
}

const RUN_AGAIN = "To run the job again, start a new execution with the same input.";

function describeJobEnd({ status, stoppedAt, category, exitCode }: JobResult, closedAt: Date | undefined): string {
  const seconds =
    stoppedAt === null || closedAt === undefined ? undefined : (Date.parse(stoppedAt) - closedAt.getTime()) / 1000;
  const when =
    seconds === undefined
      ? ""
      : seconds >= 0
        ? ` ${formatDuration(seconds)} later`
        : ` ${formatDuration(-seconds)} before`;
  if (status === "SUCCEEDED") return `Its job had succeeded${when}`;
  const how = category === "Terminated" || category === "Cancelled" ? `was ${category.toLowerCase()}` : "failed";
  const code = exitCode === null ? "" : ` with exit code ${exitCode}`;
  return `Its job ${how}${when}${code}`;
}
