import type { Clock } from "../clock";
import { WorkHold } from "./work-hold";

/**
 * Time of one invocation. Work counts in real time against the limit and holds a virtual clock. A pause counts in
 * time of the clock, which continues to advance.
 */
export class InvocationTime {
  private readonly hold: WorkHold;
  private limitMs = 0;
  private remainingMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private workingSince = 0;
  private pauses = 0;
  private pausedSince = 0;

  /** @param onTimeout - called with the limit, in milliseconds, when no time remains */
  constructor(
    private readonly clock: Clock,
    private readonly onTimeout: (limitMs: number) => void,
  ) {
    this.hold = new WorkHold(clock);
  }

  /** Replaces the limit, in milliseconds. */
  limit(durationMs: number): void {
    this.stopTimer();
    this.limitMs = durationMs;
    this.remainingMs = durationMs;
    this.startTimer();
  }

  /**
   * Pauses on the clock, at most until no time remains.
   * @returns remaining time, in milliseconds
   * @throws Error if the invocation ends first
   */
  async pause(durationMs: number): Promise<number> {
    if (this.pauses === 0) this.beginPauses();
    this.pauses += 1;
    const remainingMs = Math.ceil(this.remainingMs - (this.clock.now() - this.pausedSince));
    await this.hold.pause(Math.min(durationMs, remainingMs));
    this.pauses -= 1;
    if (durationMs >= remainingMs) this.onTimeout(this.limitMs);
    else if (this.pauses === 0) this.endPauses();
    return this.remainingMs;
  }

  /** Ends the limit, the hold and every pause. Idempotent. */
  end(): void {
    this.stopTimer();
    this.hold.end();
  }

  private beginPauses(): void {
    this.stopTimer();
    this.remainingMs -= performance.now() - this.workingSince;
    this.pausedSince = this.clock.now();
  }

  private endPauses(): void {
    this.remainingMs -= this.clock.now() - this.pausedSince;
    this.startTimer();
  }

  private startTimer(): void {
    this.workingSince = performance.now();
    this.timer = setTimeout(() => {
      this.onTimeout(this.limitMs);
    }, this.remainingMs);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
  }
}
