import type { Clock } from "../clock";

/**
 * Hold on a clock for one invocation of a function. A function works in real time, during which a virtual clock must
 * not jump. During a pause, only other work holds the clock.
 */
export class WorkHold {
  private release: () => void;
  private pauses = 0;
  private readonly ended = new AbortController();

  constructor(private readonly clock: Clock) {
    this.release = clock.hold();
  }

  /**
   * Sleeps on the clock without holding it. With concurrent pauses, the hold resumes after the last one.
   * @throws Error if the invocation ends first
   */
  async pause(durationMs: number): Promise<void> {
    this.pauses += 1;
    this.release();
    try {
      await this.clock.sleep(durationMs, this.ended.signal);
    } finally {
      this.pauses -= 1;
      if (this.pauses === 0 && !this.ended.signal.aborted) this.release = this.clock.hold();
    }
  }

  /** Ends the hold and every pause. Idempotent. */
  end(): void {
    this.ended.abort(new Error("the invocation has ended"));
    this.release();
  }
}
