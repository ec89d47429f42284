import type { ExecutionListReply } from "../api/replies";
import { showControls } from "../format/visible-text";
import { formatDay } from "../format/format-time";

type Item = ExecutionListReply["executions"][number];

/** Executions that failed with the same category and the same reason. */
export interface FailureGroup {
  /** Category and reason, such as `OutOfMemory: Container killed due to memory usage`. */
  readonly failure: string;
  readonly count: number;
  /** First start and jobs, such as `since Tuesday, 2026-11-24, all in import`. */
  readonly extent: string;
}

/** Maximum number of job names in a description. */
const MAX_NAMES = 3;

/** Returns the category and the reason of a failed execution; undefined if it has not failed or is not known yet. */
export function findFailureName({ status, details }: Item): string | undefined {
  const error = details?.error ?? null;
  if (error === null || status === "ABORTED") return undefined;
  const parts = [error.replace(/^BatchJob\./, ""), details?.reason ?? null].filter((part) => part !== null);
  return showControls(parts.join(": "));
}

/**
 * Groups repeated failures by category and reason, the largest group first. A failure that occurred once is in no
 * group, except the wanted one.
 * @param wanted - failure that the list is limited to
 */
export function groupFailures(items: readonly Item[], wanted: string): readonly FailureGroup[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const failure = findFailureName(item);
    if (failure !== undefined) groups.set(failure, [...(groups.get(failure) ?? []), item]);
  }
  return [...groups]
    .filter(([failure, members]) => members.length > 1 || failure === wanted)
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([failure, members]) => ({ failure, count: members.length, extent: describeExtent(members) }));
}

function describeExtent(members: readonly Item[]): string {
  const startedAt = members.map((member) => member.startedAt).sort()[0] ?? "";
  const jobs = [...new Set(members.map(({ details }) => details?.jobName ?? "unnamed jobs"))];
  const named = jobs.length > MAX_NAMES ? `${jobs.length} jobs` : jobs.join(", ");
  const where = jobs.length === 1 && members.length > 1 ? `all in ${named}` : `in ${named}`;
  return `since ${formatDay(new Date(startedAt))}, ${where}`;
}
