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
  /** Time at which a poll found the end of the job; undefined for other phases. */
  readonly noticedAt?: Date | undefined;
}

/** Status of the last phase if AWS Batch has no job with this ID. */
const NOT_FOUND = "NOT FOUND";

/** Whether the job ended with this phase, which has no duration. */
export const isJobEnd = ({ status }: JobPhase): boolean => isTerminal(status) || status === NOT_FOUND;

type Start = Omit<JobPhase, "to">;

/**
 * Returns the job's phases. Times that AWS Batch reports in the result replace the times of the polls.
 * @param seen - statuses from the history, oldest first
 * @param result - undefined while the job is running
 * @param noticedAt - time at which the workflow found the end of the job; undefined if it did not
 */
export function findJobPhases(
  seen: readonly SeenStatus[],
  result: JobResult | undefined,
  noticedAt?: Date,
): JobPhase[] {
  const known = result === undefined ? [] : readExactStarts(result, noticedAt);
  const starts = [...seen.filter((status) => !isSuperseded(status, known)).map(asStart), ...known];
  starts.sort((one, other) => one.from.getTime() - other.from.getTime());
  const changes = starts.filter(({ status }, index) => status !== starts[index - 1]?.status);
  return changes.map((start, index) => ({ ...start, to: changes[index + 1]?.from }));
}

const asStart = ({ status, at, poll }: SeenStatus): Start => ({ status, from: at, isExact: false, poll });

function readExactStarts(result: JobResult, noticedAt: Date | undefined): Start[] {
  const { createdAt, startedAt, stoppedAt, status, category } = result;
  const poll = result.polls === 0 ? undefined : result.polls;
  const starts: Start[] = [];
  const add = (name: string, time: string | null, more?: Pick<JobPhase, "poll" | "noticedAt">): void => {
    if (time !== null) starts.push({ status: name, from: new Date(time), isExact: true, poll: undefined, ...more });
  };
  add("SUBMITTED", createdAt);
  add("RUNNING", startedAt);
  if (status !== null && isTerminal(status)) add(status, stoppedAt, { poll, noticedAt });
  if (category === "NotFound" && noticedAt !== undefined)
    starts.push({ status: NOT_FOUND, from: noticedAt, isExact: false, poll });
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
