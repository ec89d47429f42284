import type { JobSummary } from "@aws-sdk/client-batch";
import { TERMINAL_STATUSES, UNFINISHED_STATUSES } from "../../../workflow/result/job";
import type { ChildrenReply } from "../../api/replies";
import type { ConsoleAccess } from "../console-access";

/** Maximum number of pages of one status. An array has at most 10,000 children, and a page at most 1,000 of them. */
const MAX_PAGES = 100;
/** Order in which a job goes through the statuses, so that a child that changes its status is not missed. */
const STATUSES = [...UNFINISHED_STATUSES, "SUCCEEDED", "FAILED"] as const;

type Access = Pick<ConsoleAccess, "describeJob" | "listJobs">;

/** Returns the children of an array job with their exit codes, by index; null for any other job. */
export async function listChildren(access: Access, jobId: string, abortSignal: AbortSignal): Promise<ChildrenReply> {
  const { size, statusSummary = {} } = (await access.describeJob(jobId, abortSignal))?.arrayProperties ?? {};
  if (size === undefined) return { children: null };
  const found = new Map<number, JobSummary>();
  for (const jobStatus of STATUSES)
    // The summary can be older than the list, but not for a status in which a job stays.
    if ((statusSummary[jobStatus] ?? 0) > 0 || TERMINAL_STATUSES.includes(jobStatus))
      for (const child of await listAll(access, { arrayJobId: jobId, jobStatus }, abortSignal))
        found.set(child.arrayProperties?.index ?? 0, child);
  const children = [...found].sort(([one], [other]) => one - other);
  return {
    children: children.map(([index, { status, statusReason, container }]) => ({
      index,
      status: status ?? "SUBMITTED",
      exitCode: container?.exitCode ?? null,
      reason: container?.reason ?? statusReason ?? null,
    })),
  };
}

async function listAll(
  { listJobs }: Access,
  input: { readonly arrayJobId: string; readonly jobStatus: (typeof STATUSES)[number] },
  abortSignal: AbortSignal,
): Promise<readonly JobSummary[]> {
  const all: JobSummary[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await listJobs({ ...input, nextToken }, abortSignal);
    all.push(...(page.jobSummaryList ?? []));
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return all;
}
