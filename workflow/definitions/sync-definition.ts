import { WORKFLOW_ERROR } from "../result/failure";
import { EMPTY_RESULT, MAX_CAUSE_CHARACTERS, MAX_OUTPUT_BYTES } from "../result/job-result";
import { expression, literal } from "./jsonata-text";
import { STATE } from "./poll-definition";
import { INPUT_IS_ACCEPTED, REJECTION_CAUSE, SUBMIT_JOB_ARGUMENTS } from "./sync-input";
import { DESCRIBE_JOB } from "./sync-job-result";

/** Longest timeout that a Task state takes, in seconds. @see https://states-language.net/#task-state */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

export const OVERALL_TIMEOUT = expression(
  `$states.input.overall_timeout != null ? $states.input.overall_timeout : ${LONGEST_TIMEOUT_SECONDS}`,
);

/** JobResult of a job that succeeded. */
export const SUCCESS_OUTPUT = expression(
  `(${DESCRIBE_JOB} $fit($describe($states.result, false), ${MAX_OUTPUT_BYTES}))`,
);

/**
 * Error and Cause of everything else: the job failed, took too long, or could not be submitted. A job's description
 * that Step Functions has cut off is no JSON; its job ID is still read from it.
 */
export const FAILURE_OUTPUT = expression(`(${DESCRIBE_JOB}
  $error := $states.errorOutput.Error;
  $cause := $string($states.errorOutput.Cause);
  $isRefusal := function($text) { $contains($text, /Status Code: 4/) and $not($contains($text, /Status Code: (408|425|429)/)) };
  $isJob := $error = "States.TaskFailed" and $substring($cause, 0, 1) = "{";
  $ended := $isJob and $substring($cause, -1) = "}";
  $name := $contains($cause, "TooManyRequests") ? ${literal(WORKFLOW_ERROR.throttled)}
    : $error = "States.QueryEvaluationError" or $contains($error, "Client") or $isRefusal($cause)
      ? ${literal(WORKFLOW_ERROR.invalidRequest)}
    : ${literal(WORKFLOW_ERROR.server)};
  $refused := $name = ${literal(WORKFLOW_ERROR.invalidRequest)};
  $result := $ended ? $describe($parse($cause), true)
    : $merge([${literal(EMPTY_RESULT)}, {
        "jobId": $isJob ? $orNull($match($cause, /"JobId":"([^"]+)"/)[0].groups[0]) : null,
        "jobName": $states.input.jobName,
        "status": $isJob ? "FAILED" : null,
        "category": $error = "States.Timeout" ? "OverallTimeout" : $refused ? "InvalidRequest" : "Unknown",
        "retryable": $error != "States.Timeout" and $not($refused) and $not($isJob),
        "statusReason": $error = "States.Timeout" ? "the job had not ended after overall_timeout" : $error & ": " & $cause
      }]);
  { "error": $isJob or $error = "States.Timeout" ? "BatchJob." & $result.category : $name,
    "cause": $string($fit($result, ${MAX_CAUSE_CHARACTERS - 1})) }
)`);

/**
 * The state machine that lets Step Functions wait: same input and same JobResult as the one that polls, without
 * Lambda functions. JSONata, because only its expressions can pass optional fields on and build the JobResult. It
 * cannot submit exactly once, honour `queue_timeout`, attach to a job, or show the job's progress.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export function syncDefinition() {
  return {
    Comment: "Submits an AWS Batch job and lets Step Functions wait until it has ended.",
    QueryLanguage: "JSONata",
    StartAt: STATE.inputAccepted,
    States: {
      [STATE.inputAccepted]: {
        Type: "Choice",
        Choices: [{ Condition: INPUT_IS_ACCEPTED, Next: STATE.submitJob }],
        Default: STATE.inputRejected,
      },
      [STATE.inputRejected]: { Type: "Fail", Error: "BatchJob.InvalidRequest", Cause: REJECTION_CAUSE },
      // No Retry: SubmitJob has no client token, and nothing here could look whether a failed call took effect.
      [STATE.submitJob]: {
        Type: "Task",
        Resource: "arn:aws:states:::batch:submitJob.sync",
        Arguments: SUBMIT_JOB_ARGUMENTS,
        TimeoutSeconds: OVERALL_TIMEOUT,
        Output: SUCCESS_OUTPUT,
        Catch: [{ ErrorEquals: ["States.ALL"], Output: FAILURE_OUTPUT, Next: STATE.jobFailed }],
        End: true,
      },
      [STATE.jobFailed]: {
        Type: "Fail",
        Error: "{% $states.input.error %}",
        Cause: "{% $states.input.cause %}",
      },
    },
  };
}
