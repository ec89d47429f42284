export interface Repetition {
  /** Does it at once, not only when its time has come. */
  readonly now: () => void;
  readonly stop: () => void;
}

/**
 * Does something again and again while the page can be seen; one run ends before the next begins.
 * @param pauseMs - between the end of one run and the start of the next, in milliseconds
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
