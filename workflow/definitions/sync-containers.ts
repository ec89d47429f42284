import { CONSEQUENCE_REASONS, EMPTY_REASONS, LAST_NODE, STOPPED_EXIT_CODES } from "../result/unify-job";
import { literal } from "./jsonata-text";

/** The decision of findDecisive in unify-job.ts. */
export const DECISIVE = `
  $ownReason := function($c) {(
    $reason := $lowercase($text($c.Reason));
    $exists($reason)
      ? $not($reason in ${literal(EMPTY_REASONS)})
        and $count(${literal(CONSEQUENCE_REASONS)}[$contains($reason, $)]) = 0
      : false
  )};
  $hasEnded := function($c) { $exists($c.ExitCode) or $ownReason($c) };
  $hasFailed := function($c) { $exists($c.ExitCode) ? $c.ExitCode != 0 : $ownReason($c) };
  $failedOnItsOwn := function($c) {
    $hasFailed($c) and ($ownReason($c) or $exists($c.ExitCode) and $not($c.ExitCode in ${literal(STOPPED_EXIT_CODES)}))
  };
  $blocks := function($c, $containers) {(
    $waited := $containers.DependsOn[ContainerName = $c.Name];
    $c.IsInit = true or ($failedOnItsOwn($c) ? $exists($waited) : $exists($waited[$not(Condition = "START")]))
  )};
  $dependency := function($containers) {(
    $hits := $containers[Essential = false and $hasFailed($) and $blocks($, $containers)];
    $first($hits[$failedOnItsOwn($)][0], $hits[0])
  )};
  $decisive := function($containers, $succeeded) {(
    $essential := $containers[$not(Essential = false)];
    $succeeded ? $first($essential[ExitCode = 0][0], $essential[0])
    : $first($essential[$failedOnItsOwn($)][0],
      $first(($not($exists($essential[$hasEnded($)])) ? $dependency($containers)),
      $first($essential[ExitCode = 137][0],
      $first($essential[$hasFailed($)][0], $essential[0]))))
  )};`;

/** The unification of unify-job.ts. */
export const UNIFY = `
  $span := function($targetNodes) {(
    $ends := $split($targetNodes, ":");
    $from := $ends[0] = "" ? 0 : $number($ends[0]);
    { "from": $from, "to": $count($ends) = 1 ? $from : $ends[1] = "" ? ${LAST_NODE} : $number($ends[1]) }
  )};
  $width := function($range) {( $span := $span($range.TargetNodes); $span.to - $span.from )};
  $mainRange := function($nodes) {(
    $main := $first($nodes.MainNode, 0);
    $hits := $nodes.NodeRangeProperties[$type(TargetNodes) = "string"][$contains(TargetNodes, /^[0-9]*(:[0-9]*)?$/)][(
      $span := $span(TargetNodes); $span.from <= $main and $main <= $span.to
    )];
    $sort($hits, function($one, $other) { $width($one) > $width($other) })[0]
  )};
  $pod := function($pod) {[
    $pod.Containers,
    $pod.InitContainers.$merge([$, { "Essential": false, "IsInit": true }])
  ]};
  $listed := function($job) {[ $job.EcsProperties.TaskProperties.Containers, $pod($job.EksProperties.PodProperties) ]};
  $outcome := function($container, $one, $other) {{
    "Name": $container.Name, "Essential": $container.Essential, "DependsOn": $container.DependsOn,
    "IsInit": $container.IsInit, "LogConfiguration": $container.LogConfiguration,
    "ExitCode": $first($one.ExitCode, $other.ExitCode), "Reason": $first($text($one.Reason), $text($other.Reason)),
    "LogStreamName": $first($one.LogStreamName, $other.LogStreamName)
  }};
  $matched := function($containers, $said, $prefer) {
    $count($containers) = 0 ? $said : $append([$map($containers, function($container, $index) {(
      $at := $said[$index];
      $match := $first($said[Name = $container.Name][0], ($not($exists($container.Name) and $exists($at.Name)) ? $at));
      $prefer = "defined" ? $outcome($container, $container, $match)
        : $outcome($container, $match, $prefer = "said" ? $container : {})
    )})], $filter($said, function($one, $index) { $index >= $count($containers) and $not($exists($one.Name)) }))
  };`;
