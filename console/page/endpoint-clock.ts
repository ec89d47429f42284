/** The time that the endpoints live by, as far as this page can tell: locally it may pass faster. */
export class EndpointClock {
  #knownMs = Date.now();
  #knownAt = performance.now();

  /** @param speed - how many seconds pass for the endpoints in a real one */
  constructor(private readonly speed: number) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.#knownMs + (performance.now() - this.#knownAt) * this.speed;
  }

  /** The server says what time it is. */
  set(timeMs: number): void {
    this.#knownMs = timeMs;
    this.#knownAt = performance.now();
  }

  /** Something has happened at this time, so it is not earlier. */
  atLeast(timeMs: number): void {
    if (this.now() < timeMs) this.set(timeMs);
  }
}
