import type { Clock } from "../../clock";
import { STOP_GRACE_MS } from "./runner";

/**
 * Minimum time from SIGTERM to SIGKILL, in real milliseconds. A process needs real time to handle a signal, even if
 * the clock of the endpoint runs faster.
 */
const MIN_REAL_GRACE_MS = 500;

/** Process or container that two signals stop. */
export interface Stoppable {
  readonly exit: Promise<unknown>;
  /** Sends SIGTERM. */
  terminate(): void | Promise<void>;
  /** Sends SIGKILL. */
  kill(): void | Promise<void>;
}

/**
 * Creates a function that sends SIGTERM, then SIGKILL if the process is still running after the grace period. The
 * function is idempotent.
 * @param releaseClock - releases a virtual clock, so that the grace period can pass
 */
export function createStop(stoppable: Stoppable, clock: Clock, releaseClock: () => void): () => void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    const ended = new AbortController();
    void stoppable.exit.then(() => {
      ended.abort();
    });
    await stoppable.terminate();
    await sleepReal(MIN_REAL_GRACE_MS, ended.signal);
    releaseClock();
    try {
      await clock.sleep(STOP_GRACE_MS, ended.signal);
    } catch {
      // The process ended within the grace period.
      return;
    }
    await stoppable.kill();
  };
  return () => {
    if (!stopping) void stop();
    stopping = true;
  };
}

/** Resolves after real time, or as soon as the signal is aborted. */
function sleepReal(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
