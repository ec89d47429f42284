/** For a command that serves until Ctrl-C. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    // A timer keeps the process alive whatever else does not.
    const timer = setInterval(() => undefined, 60_000);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      resolve();
    });
  });
}
