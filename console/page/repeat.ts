export interface Repetition {
  /** Runs immediately, or directly after the current run. */
  readonly now: () => void;
  readonly stop: () => void;
}

/**
 * Runs a function repeatedly while the page is visible. Runs do not overlap.
 * @param pauseMs - pause between the end of a run and the start of the next, in milliseconds
 */
export function repeat(act: (signal: AbortSignal) => Promise<void>, pauseMs: number): Repetition {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    running = true;
    await act(stopped.signal);
    running = false;
    if (stopped.signal.aborted) return;
    if (again) {
      again = false;
      void run();
    } else if (!document.hidden) timer = setTimeout(() => void run(), pauseMs);
  };
  document.addEventListener("visibilitychange", () => void (document.hidden || run()), { signal: stopped.signal });
  void run();
  return {
    now: () => void run(),
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}
