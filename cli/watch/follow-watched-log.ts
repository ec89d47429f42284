import { followLog, type FollowLogOptions, type LogProgress } from "../../console/log/follow-log";
import { NO_PROGRESS, type RunProgress } from "../../console/model/progress/run-progress";

interface FollowWatchedLogOptions extends Pick<FollowLogOptions, "follower" | "clock" | "pace" | "onEntries"> {
  readonly interrupt: AbortSignal;
  /** Returns the progress of the followed job. @default that of the execution */
  readonly toLogProgress?: (progress: RunProgress) => LogProgress;
}

interface WatchedLog {
  /** Receives the progress of the execution. */
  readonly onProgress: (progress: RunProgress) => void;
  /** Waits for the rest of the log if the execution has ended; otherwise stops following it. */
  readonly finish: () => Promise<void>;
}

/** Starts to follow the log of an execution that the caller watches. */
export function followWatchedLog({ interrupt, toLogProgress, ...options }: FollowWatchedLogOptions): WatchedLog {
  const stopped = new AbortController();
  const ended = new AbortController();
  let progress = NO_PROGRESS;
  const following = followLog({
    ...options,
    findProgress: () => toLogProgress?.(progress) ?? progress,
    ended: ended.signal,
    signal: AbortSignal.any([interrupt, stopped.signal]),
  });
  return {
    onProgress: (newProgress) => {
      progress = newProgress;
      if (progress.end !== undefined) ended.abort();
    },
    finish: async () => {
      if (progress.end === undefined) stopped.abort();
      await following;
    },
  };
}
