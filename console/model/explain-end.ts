import { WORKFLOW_ERROR } from "../../workflow/result/failure";
import { CATEGORY_EXPLANATIONS, type Explanation } from "./explain-category";
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
export function explainEnd({ end, result }: Pick<ExecutionModel, "end" | "result">): EndExplanation | undefined {
  if (end === undefined || end.status === "SUCCEEDED") return undefined;
  const category = result?.category ?? undefined;
  const byError = ERROR_EXPLANATIONS.find(([prefix]) => end.error?.startsWith(prefix) === true)?.[1];
  const byCategory = category === undefined ? undefined : CATEGORY_EXPLANATIONS[category];
  const { what, next } = byError ?? byCategory ?? explainStatus(end.status);
  const reasons = [result?.statusReason, result?.containerReason].filter((text) => typeof text === "string");
  const reason = result === undefined ? explainCause(end.cause) : [...new Set(reasons)].join("; ");
  const code = result?.exitCode ?? undefined;
  return {
    what: category === "UserError" && code !== undefined ? `The job's program exited with exit code ${code}` : what,
    next,
    reason: reason === "" ? undefined : reason,
  };
}

function explainStatus(status: string): Explanation {
  if (status === "ABORTED")
    return {
      what: "The execution was stopped",
      next: ["Check whether its job is still running. If so, terminate it in AWS Batch."],
    };
  if (status === "TIMED_OUT")
    return { what: "The execution timed out", next: ["Check whether its job is still running."] };
  return { what: "The execution failed", next: ["Read Error and Cause."] };
}
