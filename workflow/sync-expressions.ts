import { COMMERCIAL_CONSOLE_DOMAIN, CONSOLE_DOMAINS } from "./console-url";
import { MAX_SECONDS, submitJobShape } from "./execution-input-schema";
import { FAILURE_CATEGORIES, isRetryable, REASON_TEXTS } from "./failure-category";
import { DEFAULT_LOG_GROUP } from "./job";
import { EMPTY_RESULT } from "./job-result";
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

const RETRYABLE_CATEGORIES = FAILURE_CATEGORIES.filter(isRetryable);

/** The same decisions as classify-failure.ts, from the same table; a test holds the two against each other. */
const CATEGORY = [
  ...REASON_TEXTS.map(({ text, category }) => `$says(${literal(text)}) ? ${literal(category)}`),
  '$job.IsTerminated = true ? "Terminated"',
  '$job.IsCancelled = true ? "Cancelled"',
  '$exists($exitCode) and $exitCode != 0 ? "UserError"',
  '"Unknown"',
].join(" : ");

/** The console's domain by partition, from the table of console-url.ts. */
const CONSOLE_DOMAIN = [
  ...Object.entries(CONSOLE_DOMAINS).map(
    ([partition, domain]) => `$arn[1] = ${literal(partition)} ? ${literal(domain)}`,
  ),
  literal(COMMERCIAL_CONSOLE_DOMAIN),
].join(" : ");

/**
 * A function of the JobDetail in the integration's PascalCase that gives the JobResult of describe-job.ts; a test
 * holds the two against each other.
 */
const DESCRIBE_JOB = `
  $orNull := function($value) { $exists($value) ? $value : null };
  $time := function($ms) { $exists($ms) ? $fromMillis($ms) : null };
  $seconds := function($from, $to) { $exists($from) and $exists($to) ? $max([0, $to - $from]) / 1000 : null };
  $first := function($one, $other) { $exists($one) ? $one : $other };
  $twice := function($text) { $join($split($encodeUrlComponent($encodeUrlComponent($text)), "%"), "$") };
  $decisive := function($containers) {(
    $essential := $containers[$not(Essential = false)];
    $first($essential[ExitCode != 0][0], $essential[0])
  )};
  $describe := function($job, $failed) {(
    $own := $decisive([$job.EcsProperties.TaskProperties.Containers, $job.EksProperties.PodProperties.Containers,
      $job.EksProperties.PodProperties.InitContainers]);
    $container := $first($own, $job.Container);
    $attempts := [$exists($own) and $exists($job.EksAttempts)
      ? $map($job.EksAttempts, function($attempt) { $merge([$attempt, { "Container": $decisive([$attempt.Containers, $attempt.InitContainers]) }]) })
      : $map($job.Attempts, function($attempt) {
          $merge([$attempt, { "Container": $first($decisive($attempt.TaskProperties.Containers), $attempt.Container) }])
        })];
    $last := $attempts[-1];
    $exitCode := $first($container.ExitCode, $last.Container.ExitCode);
    $reason := $first($container.Reason, $last.Container.Reason);
    $stream := $first($container.LogStreamName, $last.Container.LogStreamName);
    $endedByCall := $job.IsTerminated = true or $job.IsCancelled = true;
    $says := function($text) {
      $exists($reason) and $contains($reason, $text)
      or $count([$job.StatusReason, $last.StatusReason][
        $endedByCall ? $substring($, 0, $length($text)) = $text : $contains($, $text)
      ]) > 0
    };
    $category := $failed ? (${CATEGORY}) : null;
    $category := $category = "Timeout" and $exists($states.input.run_timeout) ? "RunTimeout" : $category;
    $driver := $container.LogConfiguration.LogDriver;
    $group := $lookup($container.LogConfiguration.Options, "awslogs-group");
    $group := $exists($driver) and $driver != "awslogs" ? null
      : $exists($group) ? $group : $exists($stream) ? ${literal(DEFAULT_LOG_GROUP)} : null;
    $arn := $split($job.JobArn, ":");
    $domain := ${CONSOLE_DOMAIN};
    $home := function($service) { "https://" & $arn[3] & "." & $domain & "/" & $service & "/home?region=" & $arn[3] };
    $merge([${literal(EMPTY_RESULT)}, {
      "jobId": $job.JobId, "jobArn": $job.JobArn, "jobName": $job.JobName, "status": $job.Status,
      "category": $category, "retryable": $category in ${literal(RETRYABLE_CATEGORIES)},
      "exitCode": $orNull($exitCode), "statusReason": $orNull($job.StatusReason), "containerReason": $orNull($reason),
      "attempts": [$map($attempts, function($attempt, $index) {{
        "number": $index + 1, "exitCode": $orNull($attempt.Container.ExitCode),
        "reason": $orNull($first($attempt.Container.Reason, $attempt.StatusReason)),
        "startedAt": $time($attempt.StartedAt), "stoppedAt": $time($attempt.StoppedAt),
        "logStreamName": $orNull($attempt.Container.LogStreamName)
      }})],
      "logGroup": $group,
      "logUrl": $exists($job.JobArn) and $group != null and $exists($stream)
        ? $home("cloudwatch") & "#logsV2:log-groups/log-group/" & $twice($group) & "/log-events/" & $twice($stream) : null,
      "consoleUrl": $exists($job.JobArn) and $exists($job.JobId)
        ? $home("batch") & "#jobs/detail/" & $encodeUrlComponent($job.JobId) : null,
      "createdAt": $time($job.CreatedAt), "startedAt": $time($job.StartedAt), "stoppedAt": $time($job.StoppedAt),
      "queuedSeconds": $seconds($job.CreatedAt, $first($job.StartedAt, $job.StoppedAt)),
      "runSeconds": $seconds($job.StartedAt, $job.StoppedAt)
    }])
  )};`;

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
export const SUCCESS_OUTPUT = expression(`(${DESCRIBE_JOB} $describe($states.result, false))`);

/** Error and Cause of everything else: the job failed, took too long, or could not be submitted. */
export const FAILURE_OUTPUT = expression(`(${DESCRIBE_JOB}
  $error := $states.errorOutput.Error;
  $cause := $string($states.errorOutput.Cause);
  $ended := $error = "States.TaskFailed" and $substring($cause, 0, 1) = "{";
  $name := $error = "States.QueryEvaluationError" ? ${literal(WORKFLOW_ERROR.invalidRequest)}
    : $contains($cause, "TooManyRequests") ? ${literal(WORKFLOW_ERROR.throttled)}
    : $contains($error, "Client") or $contains($cause, "Status Code: 4") ? ${literal(WORKFLOW_ERROR.client)}
    : ${literal(WORKFLOW_ERROR.server)};
  $refused := $name in ${literal([WORKFLOW_ERROR.invalidRequest, WORKFLOW_ERROR.client])};
  $result := $ended ? $describe($parse($cause), true)
    : $merge([${literal(EMPTY_RESULT)}, {
        "jobName": $states.input.jobName,
        "category": $error = "States.Timeout" ? "OverallTimeout" : $refused ? "InvalidRequest" : "Unknown",
        "retryable": $error != "States.Timeout" and $not($refused),
        "statusReason": $error = "States.Timeout" ? "the job had not ended after overall_timeout" : $error & ": " & $cause
      }]);
  { "error": $ended or $error = "States.Timeout" ? "BatchJob." & $result.category : $name, "cause": $string($result) }
)`);
