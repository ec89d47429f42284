import {
  ignoredShape,
  MAX_INTEGER,
  MAX_SECONDS,
  submitJobShape,
  UNRENDERABLE_NUMBER_RULE,
} from "../input/execution-input-schema";
import { EMPTY_RESULT } from "../result/job-result";
import { EXECUTION_ARN_TAG } from "../tags";
import { expression, literal } from "./jsonata-text";

/** Input fields that need polling. */
const POLL_FIELDS = ["jobId", "queue_timeout"];
const WAIT_FIELDS = ["wait_time", "run_timeout", "overall_timeout"];
const IGNORED_FIELDS = Object.keys(ignoredShape);

/** Input fields that the `sync` integration can honour. */
const SYNC_FIELDS = [...Object.keys(submitJobShape), ...WAIT_FIELDS];

/** Input fields that Batch does not get as they are. */
const OWN_FIELDS = ["tags", "parameters", ...WAIT_FIELDS, ...IGNORED_FIELDS, ...POLL_FIELDS];

/** Fields of an EKS override whose keys are the user's own, and must not be renamed. */
const USER_KEYED_FIELDS = ["annotations", "labels", "limits", "requests"];

/** Fields of the input that are given; null counts as absent. */
const IN = `$in := $type($states.input) = "object" ? $sift($states.input, function($value) { $value != null });
  $isInteger := function($value) { $type($value) = "number" ? $value = $floor($value) : false };`;

/**
 * Violations in the input that Batch does not report: an array of sentences, empty when the input is accepted.
 * `$shape` gives the same text as describeShape.
 */
const VIOLATIONS = `
  ${IN}
  $size := function($number, $noun) { $string($number) & " " & $noun & ($number = 1 ? "" : "s") };
  $shape := function($value) {
    $value = null ? "null"
    : $type($value) = "string" ? "a string of " & $size($length($value), "character")
    : $type($value) = "array" ? "an array of " & $size($count($value), "item")
    : $type($value) = "object" ? "an object with " & $size($count($keys($value)), "field")
    : "a " & $type($value)
  };
  $unknown := $type($states.input) = "object" ? $keys($states.input)[
    $not($ in ${literal([...SYNC_FIELDS, ...IGNORED_FIELDS])}) and $not($ in ${literal(POLL_FIELDS)} and $lookup($states.input, $) = null)
  ];
  $timeout := $in.overall_timeout;
  $badMaps := ["parameters", "tags"][$exists($lookup($in, $)) and $type($lookup($in, $)) != "object"];
  $violations := [
    $type($states.input) != "object" ? "the input must be a JSON object, got " & $shape($states.input),
    $exists($unknown) ? "not supported by the sync integration: " & $join($unknown, ", ")
      & "; the fields are " & ${literal(SYNC_FIELDS.join(", "))},
    $exists($timeout) and $not($isInteger($timeout) ? $timeout >= 1 and $timeout <= ${MAX_SECONDS} : false)
      ? "overall_timeout must be an integer from 1 to ${MAX_SECONDS.toLocaleString("en-US")}, got "
        & ($type($timeout) = "number" ? $string($timeout) : $shape($timeout)),
    $exists($in.run_timeout) and $in.timeout.attemptDurationSeconds != null
      ? "run_timeout must not be given together with timeout.attemptDurationSeconds, which sets the same limit",
    $badMaps.($ & " must be an object of strings, got " & $shape($lookup($in, $))),
    "parameters" in $badMaps ? [] : $each($in.parameters, function($value, $key) {
      $not($type($value) in ["string", "number", "boolean"])
        ? "parameters." & $key & " must be a string, a number or a boolean, got " & $shape($value)
      : $type($value) = "number" and
        $not($isInteger($value) ? $abs($value) <= ${MAX_INTEGER} : $number($string($value)) = $value)
        ? "parameters." & $key & ${literal(` ${UNRENDERABLE_NUMBER_RULE}, got a number`)}
    }),
    $count($append($in.**.environment, $in.**.resourceRequirements)[name = null or value = null]) > 0
      ? "name and value in environment and resourceRequirements must be strings, got null"
  ];`;

export const INPUT_IS_ACCEPTED = expression(`(${VIOLATIONS} $count($violations) = 0)`);

export const REJECTION_CAUSE = expression(`(${VIOLATIONS}
  $string($merge([${literal(EMPTY_RESULT)}, {
    "category": "InvalidRequest", "statusReason": $join($violations, "; ")
  }]))
)`);

/**
 * SubmitJob request in PascalCase with the given fields; null counts as absent. Keys of parameters, tags and some EKS
 * maps are user-defined and keep their case. $formatBase renders integers, because $string rounds to 15 digits.
 */
export const SUBMIT_JOB_ARGUMENTS = expression(`(
  ${IN}
  $pascal := function($value) {
    $type($value) = "array" ? [$map($value, $pascal)]
    : $type($value) = "object"
      ? $merge($each($value, function($v, $k) {
          $v = null ? {} : {
            $uppercase($substring($k, 0, 1)) & $substring($k, 1): $k in ${literal(USER_KEYED_FIELDS)} ? $v : $pascal($v)
          }
        }))
    : $value
  };
  $fields := $sift($in, function($v, $k) { $not($k in ${literal(OWN_FIELDS)}) });
  $merge([
    $pascal($fields),
    $exists($in.parameters) ? {
      "Parameters": $merge($each($in.parameters, function($v, $k) {{ $k: $isInteger($v) ? $formatBase($v) : $string($v) }}))
    } : {},
    $exists($in.run_timeout) ? { "Timeout": { "AttemptDurationSeconds": $in.run_timeout } } : {},
    { "Tags": $merge([$in.tags, { ${literal(EXECUTION_ARN_TAG)}: $states.context.Execution.Id }]) }
  ])
)`);
