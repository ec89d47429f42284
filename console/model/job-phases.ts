import type { JobResult } from "../../workflow/job-result";
import { isTerminal } from "../../workflow/job";

/** A status of the job that the history tells of. */
export interface SeenStatus {
  readonly status: string;
  readonly at: Date;
  /** Poll that saw it first; undefined where no poll did. */
  readonly poll: number | undefined;
}

/** A time that the job spent in one status. */
export interface JobPhase {
  readonly status: string;
  readonly from: Date;
  /** Undefined in the last phase: it goes on, or it is the job's end. */
  readonly to: Date | undefined;
  /** Whether Batch says that time; otherwise the status began between this and the poll before. */
  readonly isExact: boolean;
  readonly poll: number | undefined;
}

type Start = Omit<JobPhase, "to">;

/**
 * The job's life: statuses as the polls saw them, with the times that Batch gives at the end in place of those.
 * @param seen - oldest first
 * @param result - undefined while the job goes on
 */
export function findJobPhases(seen: readonly SeenStatus[], result: JobResult | undefined): JobPhase[] {
  const known = result === undefined ? [] : readExactStarts(result);
  const starts = [...seen.filter((status) => !isCorrected(status, known)).map(asStart), ...known];
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

/** A poll sees a status late; an earlier attempt's RUNNING stays, because Batch tells only when the last one started. */
function isCorrected({ status, at }: SeenStatus, known: readonly Start[]): boolean {
  const exact = (name: string): Date | undefined => known.find((start) => start.status === name)?.from;
  const end = known.find((start) => isTerminal(start.status));
  const running = exact("RUNNING");
  if (status === "SUBMITTED") return exact("SUBMITTED") !== undefined;
  if (isTerminal(status)) return end !== undefined;
  if (end !== undefined && at >= end.from) return true;
  return running !== undefined && at >= running;
}
