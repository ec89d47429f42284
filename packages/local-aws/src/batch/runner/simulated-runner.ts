import type { Clock } from "../../clock";
import { JobStartError, KILLED_EXIT_CODE, type JobExit, type JobProcess, type JobRun, type JobRunner } from "./runner";

/** Behavior of a simulated attempt. */
export interface SimulatedRun extends JobExit {
  /** Run time in milliseconds of the clock. Infinity runs until the job is stopped. @default 0 */
  readonly runsForMs?: number;
  /** Lines written when the attempt starts. */
  readonly logLines?: readonly string[];
  /** If set, the container does not start, for this reason. */
  readonly failsToStart?: string;
}

/**
 * Creates a runner that starts no process. It waits on the clock and then reports the result that `simulate` chose.
 * For tests and benchmarks.
 */
export function createSimulatedRunner(clock: Clock, simulate: (run: JobRun) => SimulatedRun): JobRunner {
  return {
    maxRunning: Number.POSITIVE_INFINITY,
    start: (run, onLogLine): Promise<JobProcess> => {
      const { runsForMs = 0, logLines = [], failsToStart, ...exit } = simulate(run);
      if (failsToStart !== undefined) return Promise.reject(new JobStartError(failsToStart));
      for (const line of logLines) onLogLine(line);
      const stop = new AbortController();
      const passed = Number.isFinite(runsForMs) ? clock.sleep(runsForMs, stop.signal) : untilAborted(stop.signal);
      return Promise.resolve({
        exit: passed.then(
          () => exit,
          () => ({ exitCode: KILLED_EXIT_CODE }),
        ),
        stop: () => {
          stop.abort(new Error("the simulated process was stopped"));
        },
      });
    },
    // The endpoint stops every job before it closes the runner, so nothing is left to close.
    close: () => Promise.resolve(),
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("the simulated process was stopped"));
    });
  });
}
