/** Semaphore with at most `size` holders. Waiting callers are served in order of arrival. */
export class Capacity {
  private held = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly size: number) {}

  /**
   * @returns a function that releases the place; call it once
   * @throws the signal's reason if it is aborted while waiting
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.held >= this.size) await this.wait(signal);
    else this.held += 1;
    return () => {
      this.release();
    };
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener("abort", cancel);
        resolve();
      };
      const cancel = (): void => {
        this.waiting.delete(enter);
        reject(signal.reason instanceof Error ? signal.reason : new Error("The wait was aborted."));
      };
      signal.addEventListener("abort", cancel, { once: true });
      this.waiting.add(enter);
    });
  }

  private release(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.held -= 1;
      return;
    }
    // Pass the place directly to the next waiting caller, so that a new caller cannot take it first.
    this.waiting.delete(next);
    next();
  }
}
