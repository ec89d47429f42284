import { COMMERCIAL_CONSOLE_DOMAIN, CONSOLE_DOMAINS } from "./console-url";
import { FAILURE_CATEGORIES, isRetryable, REASON_TEXTS } from "./failure-category";
import { DEFAULT_LOG_GROUP } from "./job";
import { EMPTY_RESULT } from "./job-result";
import { WORKFLOW_ERROR } from "./workflow-errors";

/** Longest timeout that a Task state takes, in seconds. @see https://states-language.net/#task-state */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

/** A value of JSON, as JSONata writes it. */
export const literal = (value: unknown): string => JSON.stringify(value);
/** JSONata as Step Functions takes it, on one line. */
export const expression = (code: string): string => `{% ${code.trim().replace(/\s*\n\s*/g, " ")} %}`;

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

export const OVERALL_TIMEOUT = expression(
  `$states.input.overall_timeout != null ? $states.input.overall_timeout : ${LONGEST_TIMEOUT_SECONDS}`,
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
