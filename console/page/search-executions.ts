import type { ExecutionListReply } from "../api/replies";

/** Whether an execution contains all words of the search in its name, job name or error. Case is ignored. */
export function matchesSearch({ name, details }: ExecutionListReply["executions"][number], search: string): boolean {
  const text = [name, details?.jobName ?? "", details?.error ?? ""].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
