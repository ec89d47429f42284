import { isTerminal } from "../../workflow/result/job";
import type { JobResult } from "../../workflow/result/job-result";
import { formatDuration } from "../format/format-duration";
import type { RunEnd, TimelineEntry } from "./progress/run-progress";

/** Facts that are known after the end of an execution. */
export interface TimelineEnd {
  readonly end: RunEnd;
  /** Result of the execution, or else the job as AWS Batch describes it; undefined if there is none. */
  readonly job: JobResult | undefined;
  /** Time at which the workflow found the end of the job. */
  readonly noticedAt: Date | undefined;
}

/**
 * Replaces the times of polls with the times from AWS Batch, and adds the end of the execution.
 * @param entries - timeline while the execution was running, oldest first
 */
export function completeTimeline(
  entries: readonly TimelineEntry[],
  { end, job, noticedAt }: TimelineEnd,
): TimelineEntry[] {
  const { closedAt, status, error } = end;
  const closed: TimelineEntry = {
    at: closedAt,
    label: "CLOSED",
    text: `execution ${status}${error === undefined ? "" : `, ${error}`}`,
    tone: status === "SUCCEEDED" ? "good" : status === "ABORTED" ? "notice" : "bad",
  };
  const known = job === undefined ? [...entries] : correctEntries(entries, job, noticedAt);
  // The sort is stable, so entries with the same time keep their order.
  return [...known, closed].sort((one, other) => one.at.getTime() - other.at.getTime());
}

function correctEntries(
  entries: readonly TimelineEntry[],
  { createdAt, startedAt, stoppedAt, status, exitCode, polls }: JobResult,
  noticedAt: Date | undefined,
): TimelineEntry[] {
  const stopped = parseTime(stoppedAt);
  const exact = new Map([
    ["SUBMITTED", parseTime(createdAt)],
    ["RUNNING", parseTime(startedAt)],
  ]);
  const kept = entries.filter(
    ({ label, at }) => label !== status && !(stopped !== undefined && JOB_STATUSES.includes(label) && at > stopped),
  );
  const corrected = kept.map((entry) => {
    const at = exact.get(entry.label);
    const isLast = kept.findLast(({ label }) => label === entry.label) === entry;
    // RUNNING of an earlier attempt stays, because AWS Batch reports only the last start.
    return at === undefined || !isLast || at > entry.at ? entry : { ...entry, at };
  });
  const running = exact.get("RUNNING");
  if (running !== undefined && !corrected.some(({ at }) => at.getTime() === running.getTime()))
    corrected.push({ at: running, label: "RUNNING", text: "", tone: "plain" });
  const ended = entries.find(({ label }) => label === status);
  const at = stopped ?? ended?.at;
  if (status === null || at === undefined || !isTerminal(status)) return corrected;
  const text = [
    exitCode === null ? undefined : `exit code ${exitCode}`,
    noticedAt === undefined ? undefined : describeNotice(at, noticedAt, polls),
  ].filter((part) => part !== undefined);
  corrected.push({ at, label: status, text: text.join(", "), tone: status === "SUCCEEDED" ? "good" : "bad" });
  return corrected;
}

const JOB_STATUSES = ["PENDING", "RUNNABLE", "STARTING", "RUNNING"];

const parseTime = (time: string | null): Date | undefined => (time === null ? undefined : new Date(time));

/** Returns `noticed 4 min 57 s later by poll 2`. */
export function describeNotice(endedAt: Date, noticedAt: Date, poll: number | undefined): string {
  const seconds = (noticedAt.getTime() - endedAt.getTime()) / 1000;
  const by = poll === undefined || poll === 0 ? "" : ` by poll ${poll.toLocaleString("en-US")}`;
  return seconds < 1 ? `noticed at once${by}` : `noticed ${formatDuration(seconds)} later${by}`;
}
