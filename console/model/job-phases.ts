import type { JobResult } from "../../workflow/result/job-result";
import { isTerminal } from "../../workflow/result/job";

/** Job status from the execution history. */
export interface SeenStatus {
  readonly status: string;
  readonly at: Date;
  /** Number of the poll that returned this status first; undefined if no poll did. */
  readonly poll: number | undefined;
}

/** Period that the job spent in one status. */
export interface JobPhase {
  readonly status: string;
  readonly from: Date;
  /** Undefined for the last phase. */
  readonly to: Date | undefined;
  /** Whether `from` is a time from AWS Batch. If not, the status began between the previous poll and `from`. */
  readonly isExact: boolean;
  readonly poll: number | undefined;
}

type Start = Omit<JobPhase, "to">;

/**
 * Returns the job's phases. Times that AWS Batch reports in the result replace the times of the polls.
 * @param seen - statuses from the history, oldest first
 * @param result - undefined while the job is running
 */
export function findJobPhases(seen: readonly SeenStatus[], result: JobResult | undefined): JobPhase[] {
  const known = result === undefined ? [] : readExactStarts(result);
  const starts = [...seen.filter((status) => !isSuperseded(status, known)).map(asStart), ...known];
  starts.sort((one, other) => one.from.getTime() - other.from.getTime());
  const changes = starts.filter(({ status }, index) => status !== starts[index - 1]?.status);
  return changes.map((start, index) => ({ ...start, to: changes[index + 1]?.from }));
}

const asStart = ({ status, at, poll }: SeenStatus): Start => ({ status, from: at, isExact: false, poll });

function readExactStarts({ createdAt, startedAt, stoppedAt, status, polls }: JobResult): Start[] {
  const starts: Start[] = [];
  const add = (name: string | null, time: string | null, poll: number | undefined): void => {
    if (name !== null && time !== null) starts.push({ status: name, from: new Date(time), isExact: true, poll });
  };
  add("SUBMITTED", createdAt, undefined);
  add("RUNNING", startedAt, undefined);
  if (isTerminal(status ?? undefined)) add(status, stoppedAt, polls === 0 ? undefined : polls);
  return starts;
}

/**
 * Whether an exact time replaces this status. RUNNING of an earlier attempt stays: Batch reports only the last start.
 */
function isSuperseded({ status, at }: SeenStatus, known: readonly Start[]): boolean {
  const exact = (name: string): Date | undefined => known.find((start) => start.status === name)?.from;
  const end = known.find((start) => isTerminal(start.status));
  const running = exact("RUNNING");
  if (status === "SUBMITTED") return exact("SUBMITTED") !== undefined;
  if (isTerminal(status)) return end !== undefined;
  if (end !== undefined && at >= end.from) return true;
  return running !== undefined && at >= running;
}
