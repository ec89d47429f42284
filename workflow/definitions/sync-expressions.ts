import { MAX_CAUSE_CHARACTERS, MAX_OUTPUT_BYTES } from "../result/fit-result";
import { EMPTY_RESULT } from "../result/job-result";
import { expression, literal } from "./jsonata-text";
import { DESCRIBE_JOB } from "./sync-job-result";
import { WORKFLOW_ERROR } from "../result/workflow-errors";

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
