import type { SFNClient } from "@aws-sdk/client-sfn";
import { findLookDelayMs, type LookPace } from "../../console/server/look-pace";
import type { Clock } from "local-aws";
import { describeProgress, findMilestone } from "../../console/model/progress/describe-progress";
import { fetchEventsAfter } from "./fetch-events";
import { foldEvent } from "../../console/model/progress/fold-event";
import { NO_PROGRESS, type RunProgress, type TimelineEntry } from "../../console/model/progress/run-progress";
import type { LogEntry } from "../../console/log/log-entry";

/** Output of a watch. */
export interface WatchDisplay {
  entry(entry: TimelineEntry, startedAt: Date): void;
  log(entries: readonly LogEntry[]): void;
  /**
   * @param timeMs - time of the watching clock
   * @param milestone - changes with the progress of the execution; undefined while it is unknown
   */
  progress(line: string, timeMs: number, milestone: string | undefined): void;
}

interface WatchOptions {
  readonly stepFunctions: SFNClient;
  readonly executionArn: string;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: LookPace;
  readonly display: WatchDisplay;
  /** Called with the progress after each read of the history. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Ends the watch immediately, but not the execution. */
  readonly interrupt: AbortSignal;
  /** Ends the watch after the current poll, which may show the end. */
  readonly deadline?: AbortSignal | undefined;
}

/** Maximum number of consecutive failed polls; the SDK already retries each. */
const FAILURES_TOLERATED = 5;

/**
 * Follows the history of an execution until it ends or the watch is interrupted.
 * @returns progress; without `end` when the watch was interrupted
 * @throws the SDK's error when the history cannot be read
 */
export async function watchExecution(options: WatchOptions): Promise<RunProgress> {
  const { clock, pace, display, interrupt, deadline } = options;
  const over = deadline === undefined ? interrupt : AbortSignal.any([interrupt, deadline]);
  let seen = { progress: NO_PROGRESS, lastId: 0, seenAtMs: clock.now(), failures: 0 };
  let nextFetchAtMs = clock.now();
  while (!over.aborted) {
    if (clock.now() >= nextFetchAtMs) {
      seen = await look(seen, options);
      options.onProgress?.(seen.progress);
      if (seen.progress.end !== undefined) break;
      nextFetchAtMs = clock.now() + findLookDelayMs(seen.progress.waitSeconds, clock.now() - seen.seenAtMs, pace);
    }
    const { progress } = seen;
    display.progress(describeProgress(progress, clock.now() - seen.seenAtMs), clock.now(), findMilestone(progress));
    await clock.sleep(pace.refreshMs, over).catch(ignoreWhen(over));
  }
  return seen.progress;
}

interface Seen {
  readonly progress: RunProgress;
  readonly lastId: number;
  /** Time of the newest event on the watching clock. */
  readonly seenAtMs: number;
  /** Consecutive failed polls. */
  readonly failures: number;
}

async function look(
  seen: Seen,
  { stepFunctions, executionArn, clock, display, interrupt }: WatchOptions,
): Promise<Seen> {
  let events;
  try {
    events = await fetchEventsAfter(stepFunctions, executionArn, seen.lastId, { abortSignal: interrupt });
  } catch (error) {
    if (interrupt.aborted) return seen;
    // The first poll shows whether the execution exists.
    if (seen.lastId === 0 || seen.failures >= FAILURES_TOLERATED) throw error;
    return { ...seen, failures: seen.failures + 1 };
  }
  let { progress } = seen;
  for (const event of events) {
    const step = foldEvent(progress, event);
    progress = step.progress;
    for (const entry of step.entries) display.entry(entry, progress.startedAt ?? entry.at);
  }
  const lastId = events.at(-1)?.id ?? seen.lastId;
  return { progress, lastId, seenAtMs: events.length > 0 ? clock.now() : seen.seenAtMs, failures: 0 };
}

const ignoreWhen =
  (interrupt: AbortSignal) =>
  (error: unknown): void => {
    if (!interrupt.aborted) throw error;
  };
