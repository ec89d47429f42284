import { isLoss, isReplacement } from "./change-group";
import { compareText } from "./json";
import type { ResourceChange } from "./plan-report";

/** What holds something that nobody can bring back, or stops whoever uses the environment: states, jobs, logs. */
const GUARDED_TYPES = [
  "aws_s3_bucket",
  "aws_batch_job_queue",
  "aws_batch_compute_environment",
  "aws_cloudwatch_log_group",
];

/** Addresses that are deleted, replaced or forgotten, and may be only when a person says so. */
export function findGuarded(changes: readonly ResourceChange[]): string[] {
  const lost = changes.filter(
    ({ type, actions }) => GUARDED_TYPES.includes(type) && (isLoss(actions) || isReplacement(actions)),
  );
  return [...new Set(lost.map(({ address }) => address))].sort(compareText);
}

export interface DestroyGuard {
  /** Guarded addresses without their line; nothing may be applied while there is one. */
  readonly missing: readonly string[];
  /** Addresses in lines that guard nothing: mostly mistyped, or of a change that is no longer planned. */
  readonly unknown: readonly string[];
  /** Lines that were meant to allow something, and do not. */
  readonly malformed: readonly string[];
}

/**
 * Compares what is to be lost with what the pull request's text allows, by one line `allow-destroy: ADDRESS` for each.
 * @param guarded - of all stacks together, when `unknown` is to be shown
 * @param body - text of the pull request; what a reader does not see, in HTML comments, allows nothing
 */
export function checkDestroyGuard(guarded: readonly string[], body: string): DestroyGuard {
  const lines = withoutComments(body)
    .split(/\r\n|\r|\n/)
    .filter((line) => /allow[-_ ]?destroy\W*:/i.test(line));
  const allowed = lines.flatMap((line) => /^allow-destroy: (\S+)$/.exec(line.trimEnd())?.[1] ?? []);
  return {
    missing: guarded.filter((address) => !allowed.includes(address)),
    unknown: [...new Set(allowed.filter((address) => !guarded.includes(address)))],
    malformed: lines.filter((line) => !/^allow-destroy: \S+$/.test(line.trimEnd())),
  };
}

/** A comment that is not closed goes on to the end, as in a browser. */
function withoutComments(body: string): string {
  return body.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "");
}
