/** Estimate of the endpoints' clock. Local endpoints can run faster than real time. */
export class EndpointClock {
  #knownMs = Date.now();
  #knownAt = performance.now();

  /** @param speed - endpoint seconds per real second */
  constructor(private readonly speed: number) {}

  /** Returns the time in milliseconds since 1970. */
  now(): number {
    return this.#knownMs + (performance.now() - this.#knownAt) * this.speed;
  }

  /** Sets the time, in milliseconds since 1970, as reported by the server. */
  set(timeMs: number): void {
    this.#knownMs = timeMs;
    this.#knownAt = performance.now();
  }

  /** Advances the clock to the time of an event, if the clock is behind it. */
  atLeast(timeMs: number): void {
    if (this.now() < timeMs) this.set(timeMs);
  }
}
