import { WORKFLOW_ERROR } from "../../workflow/workflow-errors";
import { CATEGORY_EXPLANATIONS, type Explanation } from "./explain-category";
import type { ExecutionModel } from "./execution-model";
import { explainCause } from "./find-failure";

/** Errors of the workflow rather than of the job, by the beginning of their name. */
const ERROR_EXPLANATIONS: readonly (readonly [prefix: string, explanation: Explanation])[] = [
  [
    WORKFLOW_ERROR.client,
    {
      what: "AWS Batch refused the call",
      next: ["Read the reason: a name is wrong, a permission is missing, or the job queue is disabled."],
    },
  ],
  [
    WORKFLOW_ERROR.throttled,
    { what: "AWS Batch throttled the submission for too long", next: ["Start it again later, or fewer at a time."] },
  ],
  [
    WORKFLOW_ERROR.server,
    {
      what: "AWS Batch did not take the job for too long",
      next: ["Look at the AWS Health Dashboard, and start it again."],
    },
  ],
  [
    "Lambda.",
    {
      what: "A Lambda function of the workflow could not be run",
      next: ["Look at the function's own log and configuration; the job may still run."],
    },
  ],
  [
    "States.Timeout",
    { what: "A step of the workflow took too long", next: ["Start it again; the job may still run."] },
  ],
  [
    "States.",
    { what: "The state machine itself failed", next: ["Read the Cause; the definition or its input is at fault."] },
  ],
];

/** Why an execution ended as it did. */
export interface EndExplanation extends Explanation {
  /** In Batch's, the container's or Step Functions' own words; undefined when there are none. */
  readonly reason: string | undefined;
}

/** Explains an end other than SUCCEEDED; undefined for that one, and while the execution runs. */
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
    what: category === "UserError" && code !== undefined ? `The job's own program ended with exit code ${code}` : what,
    next,
    reason: reason === "" ? undefined : reason,
  };
}

function explainStatus(status: string): Explanation {
  if (status === "ABORTED")
    return {
      what: "Somebody stopped the execution",
      next: ["Check whether its job still runs; stop it there if nothing else does."],
    };
  if (status === "TIMED_OUT")
    return { what: "The execution exceeded its own time limit", next: ["Check whether its job still runs."] };
  return { what: "The execution failed", next: ["Read Error and Cause below."] };
}
