/** Estimate of the endpoints' clock. Local endpoints can run faster than real time. */
export class EndpointClock {
  #knownMs = Date.now();
  #knownAt = performance.now();
  /** Latest returned time, so that displayed durations never decrease. */
  #latestMs: number | undefined;
  #isSet = false;

  /** @param speed - endpoint seconds per real second */
  constructor(private readonly speed: number) {}

  /** Returns the time in milliseconds since 1970, which never goes back after the clock has been set. */
  now(): number {
    const estimateMs = this.#knownMs + (performance.now() - this.#knownAt) * this.speed;
    if (!this.#isSet) return estimateMs;
    this.#latestMs = Math.max(this.#latestMs ?? estimateMs, estimateMs);
    return this.#latestMs;
  }

  /** Sets the time, in milliseconds since 1970, as reported by the server. */
  set(timeMs: number): void {
    this.#knownMs = timeMs;
    this.#knownAt = performance.now();
    this.#isSet = true;
  }

  /** Advances the clock to the time of an event, if the clock is behind it. */
  atLeast(timeMs: number): void {
    if (this.now() < timeMs) this.set(timeMs);
  }
}
