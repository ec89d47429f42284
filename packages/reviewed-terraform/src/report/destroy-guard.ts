import { isLoss, isReplacement } from "./change-group";
import { compareText } from "../json";
import type { ResourceChange } from "./plan-report";

/** Resource types whose loss deletes data that cannot be restored (state, logs), or stops running jobs. */
const GUARDED_TYPES = [
  "aws_s3_bucket",
  "aws_batch_job_queue",
  "aws_batch_compute_environment",
  "aws_cloudwatch_log_group",
];

/**
 * Returns the addresses of guarded resources that the plan deletes, replaces or removes from the state.
 * @param otherTypes - resource types that are guarded, too
 */
export function findGuarded(changes: readonly ResourceChange[], otherTypes: readonly string[] = []): string[] {
  const types = [...GUARDED_TYPES, ...otherTypes];
  const lost = changes.filter(
    ({ type, actions }) => types.includes(type) && (isLoss(actions) || isReplacement(actions)),
  );
  return [...new Set(lost.map(({ address }) => address))].sort(compareText);
}

export interface DestroyGuard {
  /** Guarded addresses without an `allow-destroy` line; the apply is blocked unless this is empty. */
  readonly missing: readonly string[];
  /** Addresses in `allow-destroy` lines that are not guarded, such as misspelled or outdated ones. */
  readonly unknown: readonly string[];
  /** Invalid `allow-destroy` lines. */
  readonly malformed: readonly string[];
}

/**
 * Compares the guarded addresses with the lines `allow-destroy: ADDRESS` in the description of the pull request.
 * @param guarded - addresses of all stacks; otherwise `unknown` is incomplete
 * @param body - description of the pull request; HTML comments are ignored
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

/** Removes HTML comments. An unclosed comment extends to the end, as in a browser. */
function withoutComments(body: string): string {
  return body.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "");
}
