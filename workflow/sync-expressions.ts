import { MAX_SECONDS, submitJobShape } from "./execution-input-schema";
import { MAX_CAUSE_CHARACTERS, MAX_OUTPUT_BYTES } from "./fit-result";
import { EMPTY_RESULT } from "./job-result";
import { DESCRIBE_JOB } from "./sync-job-result";
import { EXECUTION_ARN_TAG } from "./tags";
import { WORKFLOW_ERROR } from "./workflow-errors";

/** Input fields that the `sync` integration can honour: all but `jobId` and `queue_timeout`, which need polling. */
const SYNC_FIELDS = [...Object.keys(submitJobShape), "wait_time", "run_timeout", "overall_timeout"];

/** Longest timeout that a Task state takes, in seconds. @see https://states-language.net/#task-state */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

const literal = (value: unknown): string => JSON.stringify(value);
const expression = (code: string): string => `{% ${code.trim().replace(/\s*\n\s*/g, " ")} %}`;

/** Fields of an EKS override whose keys are the user's own, and must not be renamed. */
const USER_KEYED_FIELDS = ["annotations", "labels", "limits", "requests"];

/** What is wrong with the input, as far as Batch would not say it: an array of sentences, empty when it is accepted. */
const VIOLATIONS = `
  $in := $states.input;
  $isObject := $type($in) = "object";
  $unknown := $isObject ? $keys($in)[$not($ in ${literal(SYNC_FIELDS)})];
  $timeout := $isObject ? $in.overall_timeout;
  $violations := [
    $isObject ? [] : "the input must be a JSON object",
    $count($unknown) = 0 ? [] : "not supported by the sync integration: " & $join($unknown, ", ")
      & "; the fields are " & ${literal(SYNC_FIELDS.join(", "))},
    $exists($timeout) and $not($type($timeout) = "number" ? $timeout = $floor($timeout) and $timeout >= 1 and $timeout <= ${MAX_SECONDS} : false)
      ? "overall_timeout must be an integer from 1 to ${MAX_SECONDS.toLocaleString("en-US")}, got " & $string($timeout) : [],
    $isObject and $exists($in.run_timeout) and $exists($in.timeout)
      ? "run_timeout must not be given together with timeout, which sets the same limit" : []
  ];`;

export const INPUT_IS_ACCEPTED = expression(`(${VIOLATIONS} $count($violations) = 0)`);

export const REJECTION_CAUSE = expression(`(${VIOLATIONS}
  $string($merge([${literal(EMPTY_RESULT)}, {
    "category": "InvalidRequest", "statusReason": $join($violations, "; ")
  }]))
)`);

/** SubmitJob's request in PascalCase, with only what was given; keys of parameters and tags are the user's own. */
export const SUBMIT_JOB_ARGUMENTS = expression(`(
  $pascal := function($value) {
    $type($value) = "array" ? [$map($value, $pascal)]
    : $type($value) = "object"
      ? $merge($each($value, function($v, $k) {{
        $uppercase($substring($k, 0, 1)) & $substring($k, 1): $k in ${literal(USER_KEYED_FIELDS)} ? $v : $pascal($v)
      }}))
    : $value
  };
  $in := $states.input;
  $fields := $sift($in, function($v, $k) { $not($k in ["tags", "parameters", "wait_time", "run_timeout", "overall_timeout"]) });
  $merge([
    $pascal($fields),
    $exists($in.parameters) ? { "Parameters": $merge($each($in.parameters, function($v, $k) {{ $k: $string($v) }})) } : {},
    $exists($in.run_timeout) ? { "Timeout": { "AttemptDurationSeconds": $in.run_timeout } } : {},
    { "Tags": $merge([$in.tags, { ${literal(EXECUTION_ARN_TAG)}: $states.context.Execution.Id }]) }
  ])
)`);

export const OVERALL_TIMEOUT = expression(
  `$exists($states.input.overall_timeout) ? $states.input.overall_timeout : ${LONGEST_TIMEOUT_SECONDS}`,
);

/** JobResult of a job that succeeded. */
export const SUCCESS_OUTPUT = expression(
  `(${DESCRIBE_JOB} $fit($describe($states.result, false), ${MAX_OUTPUT_BYTES}))`,
);

/**
 * Error and Cause of everything else: the job failed, took too long, or could not be submitted. A job's description that
 * Step Functions has cut off is no JSON; its job ID is still read from it.
 */
export const FAILURE_OUTPUT = expression(`(${DESCRIBE_JOB}
  $error := $states.errorOutput.Error;
  $cause := $string($states.errorOutput.Cause);
  $isJob := $error = "States.TaskFailed" and $substring($cause, 0, 1) = "{";
  $ended := $isJob and $substring($cause, -1) = "}";
  $name := $error = "States.QueryEvaluationError" ? ${literal(WORKFLOW_ERROR.invalidRequest)}
    : $contains($cause, "TooManyRequests") ? ${literal(WORKFLOW_ERROR.throttled)}
    : $contains($error, "Client") or $contains($cause, "Status Code: 4") ? ${literal(WORKFLOW_ERROR.client)}
    : ${literal(WORKFLOW_ERROR.server)};
  $refused := $name in ${literal([WORKFLOW_ERROR.invalidRequest, WORKFLOW_ERROR.client])};
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
