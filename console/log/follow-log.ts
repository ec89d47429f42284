import type { RunProgress } from "../model/progress/run-progress";
import { findResultOf } from "../model/progress/fold-end";
import { makeNote, type LogEntry } from "./log-entry";
import type { FollowedJob, LogFollower } from "./log-follower";

/** Intervals of following a log, in milliseconds of the caller's clock. */
export interface LogPace {
  /** Interval between two reads while the log grows. */
  readonly busyMs: number;
  /** Interval between two reads while it does not. */
  readonly idleMs: number;
  /** Interval between two reads of a backlog, which limits the rate of GetLogEvents. */
  readonly backlogMs: number;
  /** Interval between two DescribeJobs calls. */
  readonly describeMs: number;
  /** Time after the job's end in which lines can still arrive. */
  readonly lagMs: number;
  /** Maximum time for reading the rest of the log after the execution's end. */
  readonly restMs: number;
}

/** Progress of an execution whose log is followed. */
export type LogProgress = Pick<RunProgress, "jobId" | "end">;

export interface FollowLogOptions {
  readonly follower: LogFollower;
  readonly clock: { now(): number; sleep(durationMs: number, signal: AbortSignal): Promise<void> };
  readonly pace: LogPace;
  /** Returns the progress of the execution. */
  readonly findProgress: () => LogProgress;
  /** Aborted when the execution has ended, so that the rest is read immediately. */
  readonly ended: AbortSignal;
  /** Stops following the log. */
  readonly signal: AbortSignal;
  /** Maximum number of consecutive full replies; a longer backlog is skipped. @default no limit */
  readonly maxBacklog?: number;
  readonly onEntries: (entries: readonly LogEntry[]) => void;
}

/** Number of last lines that are shown when a backlog is skipped. */
const TAIL_LINES = 1_000;

/**
 * Follows the log of an execution's job until the execution has ended and its log was read, or `signal` is aborted.
 * Never rejects.
 */
export async function followLog(options: FollowLogOptions): Promise<void> {
  const { follower, clock, pace, findProgress, signal, ended, maxBacklog = Number.POSITIVE_INFINITY } = options;
  const woken = AbortSignal.any([signal, ended]);
  let restUntilMs: number | undefined;
  let lagUntilMs = 0;
  let backlog = 0;
  while (!signal.aborted) {
    const progress = findProgress();
    const job = describe(progress);
    if (job.hasEnded && restUntilMs === undefined) {
      restUntilMs = clock.now() + pace.restMs;
      lagUntilMs = clock.now() + findLagLeftMs(progress, pace.lagMs);
    }
    const isOverdue = restUntilMs !== undefined && clock.now() >= restUntilMs;
    backlog = isOverdue || backlog >= maxBacklog ? skip(options) : backlog;
    const { entries, isFull, atEnd } = await follower.read(job, clock.now(), signal);
    if (entries.length > 0) options.onEntries(entries);
    const isComplete = atEnd && (follower.place === undefined || clock.now() >= lagUntilMs);
    if (isOverdue || (job.hasEnded && isComplete)) return;
    backlog = isFull ? backlog + 1 : 0;
    const isBehind = isFull || (job.hasEnded && !atEnd);
    // Before the submission, the end of the wait for the job's ID is not known.
    const isBusy = entries.length > 0 || job.hasEnded || job.jobId === undefined;
    const delayMs = isBehind ? pace.backlogMs : isBusy ? pace.busyMs : pace.idleMs;
    const isAwake = await sleep(options, delayMs, job.hasEnded ? signal : woken);
    if (!isAwake) return;
  }
}

/** Sleeps until the time is over or a signal is aborted. @returns false when the clock fails */
async function sleep({ clock }: FollowLogOptions, durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(durationMs, signal);
    return true;
  } catch {
    return signal.aborted;
  }
}

/** Skips to the end of the log. @returns the new length of the backlog */
function skip({ follower, onEntries }: FollowLogOptions): number {
  follower.skipToTail(TAIL_LINES);
  onEntries([makeNote("lines are missing here: the log could not be read in time")]);
  return 0;
}

function describe({ jobId, end }: LogProgress): FollowedJob {
  return { jobId, result: end === undefined ? undefined : findResultOf(end), hasEnded: end !== undefined };
}

/** Returns the rest of the time in which lines of an ended job can still arrive. */
function findLagLeftMs({ end }: LogProgress, lagMs: number): number {
  const stoppedAt = end === undefined ? undefined : findResultOf(end)?.stoppedAt;
  if (end === undefined || stoppedAt === undefined || stoppedAt === null) return 0;
  return Math.min(Math.max(lagMs - (end.closedAt.getTime() - Date.parse(stoppedAt)), 0), lagMs);
}
