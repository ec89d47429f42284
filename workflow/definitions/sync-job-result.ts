import { REGION_NAME } from "../console-url";
import { PARTITION_NAMES, PARTITIONS } from "../partition";
import { CATEGORIES_WITH_PERMANENT_TEXTS } from "../result/classify-failure";
import { LAST_TIME_MS } from "../result/describe-job";
import { FAILURE_CATEGORIES, isRetryable } from "../result/failure";
import { DEFAULT_LOG_GROUP } from "../result/job";
import { CUTS, EMPTY_RESULT } from "../result/job-result";
import { PERMANENT_TEXTS, REASON_TEXTS } from "../result/reason-texts";
import { LAST_NODE } from "../result/unify-job";
import { literal } from "./jsonata-text";
import { DECISIVE, UNIFY } from "./sync-containers";

const RETRYABLE_CATEGORIES = FAILURE_CATEGORIES.filter(isRetryable);
const LOWER_CASE_TEXTS = REASON_TEXTS.map((row) => ({ ...row, text: row.text.toLowerCase() }));

/** The console's domain by partition, as findConsoleDomain returns it. */
const CONSOLE_DOMAIN = [
  ...PARTITION_NAMES.filter((name) => name !== "aws").map(
    (name) => `$arn[1] = ${literal(name)} ? ${literal(PARTITIONS[name].consoleDomain)}`,
  ),
  literal(PARTITIONS.aws.consoleDomain),
].join(" : ");

/** Values as JSONata finds them: undefined where one is missing, empty or of another type. */
const VALUES = `
  $orNull := function($value) { $exists($value) ? $value : null };
  $first := function($one, $other) { $exists($one) ? $one : $other };
  $text := function($value) { $type($value) = "string" and $value != "" ? $value };
  $num := function($value) { $type($value) = "number" ? $value };
  $ms := function($value) { $type($value) = "number" ? ($value >= 0 and $value <= ${LAST_TIME_MS} ? $floor($value)) };
  $time := function($value) {( $at := $ms($value); $exists($at) ? $fromMillis($at) : null )};
  $seconds := function($from, $to) { $exists($from) and $exists($to) ? $max([0, $to - $from]) / 1000 : null };
  $twice := function($text) { $join($split($encodeUrlComponent($encodeUrlComponent($text)), "%"), "$") };`;

/**
 * The decision of classify-failure.ts, from the same tables. Each reason is a line, so that one search covers all.
 */
const CLASSIFY = `
  $line := function($value) { "\\n" & $replace($lowercase($first($text($value), "")), "\\n", " ") };
  $classify := function($job, $container, $last) {(
    $statuses := $line($job.StatusReason) & $line($last.StatusReason) & "\\n";
    $containerLine := $line($container.Reason);
    $lines := $containerLine & $statuses;
    $endedByCall := $job.IsTerminated = true or $job.IsCancelled = true;
    $row := ${literal(LOWER_CASE_TEXTS)}[$endedByCall
      ? (startsStatus = true ? $contains($statuses, "\\n" & text)
        : category = "OutOfMemory" ? $contains($containerLine, text) : false)
      : whole = true ? $contains($lines, "\\n" & text & "\\n") or $contains($lines, "\\n" & text & ":")
      : $contains($lines, text)
    ][0];
    $category := $exists($row) ? $row.category
      : $job.IsTerminated = true ? "Terminated" : $job.IsCancelled = true ? "Cancelled"
      : $num($container.ExitCode) != 0 ? "UserError" : "Unknown";
    $isPermanent := $category in ${literal(CATEGORIES_WITH_PERMANENT_TEXTS)}
      ? $count(${literal(PERMANENT_TEXTS)}[$contains($lines, $)]) > 0 : false;
    { "category": $category, "retryable": $exists($row.retryable) ? $row.retryable
      : $category in ${literal(RETRYABLE_CATEGORIES)} and $not($isPermanent) }
  )};`;

/** The cuts of job-result.ts. A character outside of ASCII counts as four bytes. */
const FIT = `
  $size := function($result) { $length($replace($string($result), /[^ -~]/, "____")) };
  $cutText := function($value, $limit) {
    $type($value) = "string" ? ($length($value) > $limit ? $substring($value, 0, $limit - 3) & "..." : $value) : $value
  };
  $shrink := function($result, $cut) {(
    $reason := function($value) { $cutText($value, $cut.limit) };
    $other := function($value) { $cut.reasonsOnly ? $value : $reason($value) };
    $last := $filter($result.attempts, function($attempt, $index) { $index >= $count($result.attempts) - $cut.items });
    $merge([$result, {
      "jobId": $other($result.jobId), "jobArn": $other($result.jobArn), "jobName": $other($result.jobName),
      "status": $other($result.status), "statusReason": $reason($result.statusReason),
      "containerReason": $reason($result.containerReason), "logGroup": $other($result.logGroup),
      "logUrl": $other($result.logUrl), "consoleUrl": $other($result.consoleUrl),
      "attempts": [$map($last, function($attempt) {
        $merge([$attempt, { "reason": $reason($attempt.reason), "logStreamName": $other($attempt.logStreamName) }])
      })]
    }])
  )};
  $fit := function($result, $max) {
    $reduce(${literal(CUTS.map((cut) => ({ ...cut, items: Math.min(cut.items, LAST_NODE) })))}, function($fitting, $cut) {
      $size($fitting) <= $max ? $fitting : $shrink($result, $cut)
    }, $result)
  };`;

/** The parts of describe-job.ts that make the JobResult. */
const DESCRIBE = `
  $describe := function($job, $isFailed) {(
    $range := $mainRange($job.NodeProperties);
    $own := $listed($job);
    $defined := $count($own) > 0 ? $own : $listed($range);
    $isEks := $count($job.EksAttempts) > 0;
    $stated := [$isEks ? $job.EksAttempts : $job.Attempts];
    $saidBy := function($attempt) { $isEks ? $pod($attempt) : [$attempt.TaskProperties.Containers] };
    $decided := $decisive($matched($defined, $saidBy($stated[-1]), "defined"), $not($isFailed));
    $container := $exists($decided) ? $decided
      : $merge([{ "LogConfiguration": $range.Container.LogConfiguration }, $first($job.Container, {})]);
    $attempts := [$map($stated, function($attempt, $index) {(
      $said := $saidBy($attempt);
      $isLast := $index = $count($stated) - 1;
      $count($said) = 0 ? $attempt : $merge([$attempt, {
        "Container": $decisive($matched($defined, $said, $isLast ? "said" : "only"), $isLast and $not($isFailed))
      }])
    )})];
    $last := $attempts[-1];
    $ended := $merge([$container, {
      "ExitCode": $first($num($container.ExitCode), $num($last.Container.ExitCode)),
      "Reason": $first($text($container.Reason), $text($last.Container.Reason)),
      "LogStreamName": $first($container.LogStreamName, $last.Container.LogStreamName)
    }]);
    $failure := $isFailed ? $classify($job, $ended, $last) : { "category": null, "retryable": false };
    $isRunTimeout := $failure.category = "Timeout" and $states.input.run_timeout != null;
    $stream := $ended.LogStreamName;
    $driver := $ended.LogConfiguration.LogDriver;
    $group := $lookup($ended.LogConfiguration.Options, "awslogs-group");
    $group := $exists($driver) and $driver != "awslogs" ? null
      : $exists($group) ? $group : $exists($stream) ? ${literal(DEFAULT_LOG_GROUP)} : null;
    $arn := $split($job.JobArn, ":");
    $domain := ${CONSOLE_DOMAIN};
    $logRegion := $lookup($ended.LogConfiguration.Options, "awslogs-region")[$contains($, /${REGION_NAME.source}/)];
    $home := function($service, $region) { "https://" & $region & "." & $domain & "/" & $service & "/home?region=" & $region };
    $merge([${literal(EMPTY_RESULT)}, {
      "jobId": $job.JobId, "jobArn": $job.JobArn, "jobName": $job.JobName, "status": $job.Status,
      "category": $isRunTimeout ? "RunTimeout" : $failure.category, "retryable": $failure.retryable,
      "exitCode": $orNull($num($ended.ExitCode)), "statusReason": $orNull($job.StatusReason),
      "containerReason": $orNull($ended.Reason),
      "attempts": [$map($attempts, function($attempt, $index) {{
        "number": $index + 1, "exitCode": $orNull($num($attempt.Container.ExitCode)),
        "reason": $orNull($first($text($attempt.Container.Reason), $attempt.StatusReason)),
        "startedAt": $time($attempt.StartedAt), "stoppedAt": $time($attempt.StoppedAt),
        "logStreamName": $orNull($attempt.Container.LogStreamName)
      }})],
      "logGroup": $group,
      "logUrl": $exists($job.JobArn) and $group != null and $exists($stream)
        ? $home("cloudwatch", $first($logRegion, $arn[3])) & "#logsV2:log-groups/log-group/" & $twice($group)
          & "/log-events/" & $twice($stream) : null,
      "consoleUrl": $exists($job.JobArn) and $exists($job.JobId)
        ? $home("batch", $arn[3]) & "#jobs/detail/" & $encodeUrlComponent($job.JobId) : null,
      "createdAt": $time($job.CreatedAt), "startedAt": $time($job.StartedAt), "stoppedAt": $time($job.StoppedAt),
      "queuedSeconds": $seconds($ms($job.CreatedAt), $first($ms($job.StartedAt), $ms($job.StoppedAt))),
      "runSeconds": $seconds($ms($job.StartedAt), $ms($job.StoppedAt))
    }])
  )};`;

/**
 * JSONata functions for the `sync` integration. `$describe($job, $isFailed)` turns a JobDetail in the integration's
 * PascalCase into the JobResult of describe-job.ts; `$fit($result, $max)` shortens it. Tests compare both
 * integrations.
 */
export const DESCRIBE_JOB = [VALUES, DECISIVE, UNIFY, CLASSIFY, FIT, DESCRIBE].join("\n");
