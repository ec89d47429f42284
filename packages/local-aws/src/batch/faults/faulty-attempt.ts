import type { Clock } from "../../clock";
import {
  JobStartError,
  KILLED_EXIT_CODE,
  STOP_GRACE_MS,
  TERMINATED_EXIT_CODE,
  type JobExit,
  type JobProcess,
} from "../runner/runner";
import type { AttemptFault } from "./job-faults";

/**
 * Simulates an attempt according to a fault. Starts no process.
 * @param closing - aborted when the endpoint closes, which ends the grace period
 * @throws JobStartError if the fault prevents the start
 */
export function startFaultyAttempt(fault: AttemptFault, clock: Clock, closing: AbortSignal): JobProcess {
  const { starts, runsForMs, ignoresSigterm, ...end } = fault;
  if (!starts) throw new JobStartError(end.reason, end.statusReason);
  const sigterm = new AbortController();
  return {
    exit: run(runsForMs, clock, sigterm.signal).then(
      () => end,
      async (): Promise<JobExit> => {
        if (ignoresSigterm) await clock.sleep(STOP_GRACE_MS, closing).catch(() => undefined);
        return { exitCode: ignoresSigterm ? KILLED_EXIT_CODE : TERMINATED_EXIT_CODE };
      },
    ),
    stop: () => {
      sigterm.abort(new Error("SIGTERM"));
    },
  };
}

function run(durationMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (Number.isFinite(durationMs)) return clock.sleep(durationMs, signal);
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error("SIGTERM"));
    });
  });
}
