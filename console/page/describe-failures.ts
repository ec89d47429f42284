import type { ExecutionListReply } from "../api/replies";
import { formatDateTime } from "../format/format-time";

type Item = ExecutionListReply["executions"][number];

/** Maximum number of described groups. */
const MAX_GROUPS = 3;

/**
 * Describes repeated failures: `14 × OutOfMemory since 2026-11-24 02:00:00 UTC, all in import.` The largest group
 * comes first; an error that occurred once is not described.
 * @param items - executions, newest first
 */
export function describeFailures(items: readonly Item[]): string {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const error = item.details?.error ?? null;
    if (error !== null && item.status !== "ABORTED") groups.set(error, [...(groups.get(error) ?? []), item]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .sort(([, one], [, other]) => other.length - one.length)
    .slice(0, MAX_GROUPS)
    .map(([error, members]) => describeGroup(error, members))
    .join(" ");
}

function describeGroup(error: string, members: readonly Item[]): string {
  const startedAt = members.map((member) => member.startedAt).sort()[0] ?? "";
  const jobs = [...new Set(members.map(({ details }) => details?.jobName ?? "unnamed jobs"))];
  const where = jobs.length === 1 ? `all in ${jobs.join("")}` : `in ${jobs.length} jobs`;
  return `${members.length} × ${error.replace(/^BatchJob\./, "")} since ${formatDateTime(new Date(startedAt))}, ${where}.`;
}
