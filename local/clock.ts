/** The time that the local endpoints live by: jobs, waits, timeouts and every timestamp in a reply come from it. */
export interface Clock {
  /** Current time, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Resolves after `durationMs` milliseconds of this clock's time (0 or less: in the next turn of the event loop).
   * @throws the signal's reason when `signal` is aborted before or during the sleep
   */
  sleep(durationMs: number, signal?: AbortSignal, options?: SleepOptions): Promise<void>;
  /** Tells a virtual clock that real work is under way, so that it does not advance; call the result when done. */
  hold(): () => void;
}

export interface SleepOptions {
  /** A virtual clock does not jump for such a sleeper alone: what repeats for ever must not keep it going. @default false */
  readonly background?: boolean;
}

/** Longest delay that setTimeout takes, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/**
 * The computer's own clock, run `speed` times faster from the moment of this call.
 * @param speed - how many seconds pass on this clock in one real second; above 0
 * @throws RangeError when `speed` is not a finite number above 0
 */
export function createScaledClock(speed: number): Clock {
  if (!Number.isFinite(speed) || speed <= 0) throw new RangeError(`speed must be above 0, got ${speed}`);
  const startedAt = Date.now();
  const now = (): number => startedAt + Math.round((Date.now() - startedAt) * speed);
  return {
    now,
    async sleep(durationMs, signal) {
      const endsAt = now() + Math.max(0, durationMs);
      do {
        await sleepReal(Math.min(LONGEST_TIMEOUT_MS, Math.ceil((endsAt - now()) / speed)), signal);
      } while (now() < endsAt);
    },
    hold: () => () => undefined,
  };
}

interface Sleeper {
  readonly wakesAt: number;
  readonly background: boolean;
  readonly wake: () => void;
}

/** A clock that jumps to the next sleeper as soon as nothing holds it; a year passes in milliseconds. */
export class VirtualClock implements Clock {
  private timeMs: number;
  private holds = 0;
  private idleCheckPending = false;
  private readonly sleepers: Sleeper[] = [];
  /** Sleepers for which the clock jumps. */
  private awaited = 0;

  constructor(startsAt: Date = new Date("2026-01-01T00:00:00Z")) {
    this.timeMs = startsAt.getTime();
  }

  now(): number {
    return this.timeMs;
  }

  sleep(durationMs: number, signal?: AbortSignal, { background = false }: SleepOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const sleeper: Sleeper = {
        background,
        wakesAt: this.timeMs + Math.max(0, durationMs),
        wake: () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        const index = this.sleepers.indexOf(sleeper);
        if (index >= 0) {
          this.sleepers.splice(index, 1);
          if (!background) this.awaited -= 1;
        }
        reject(abortReason(signal));
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.sleepers.splice(this.placeAfter(sleeper.wakesAt), 0, sleeper);
      if (!background) this.awaited += 1;
      this.scheduleIdleCheck();
    });
  }

  hold(): () => void {
    this.holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.holds -= 1;
      this.scheduleIdleCheck();
    };
  }

  /** Where a new sleeper belongs: behind those that wake at the same time, which keep their order of arrival. */
  private placeAfter(wakesAt: number): number {
    let low = 0;
    let high = this.sleepers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sleepers[middle]?.wakesAt ?? 0) <= wakesAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private scheduleIdleCheck(): void {
    if (this.idleCheckPending) return;
    this.idleCheckPending = true;
    // Promises settle before setImmediate fires, so all work that was started by the last wake-up has been done.
    setImmediate(() => {
      this.idleCheckPending = false;
      if (this.holds > 0 || this.awaited === 0) return;
      const next = this.sleepers.shift();
      if (next === undefined) return;
      if (!next.background) this.awaited -= 1;
      this.timeMs = Math.max(this.timeMs, next.wakesAt);
      next.wake();
      this.scheduleIdleCheck();
    });
  }
}

function sleepReal(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortReason(signal));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      Math.max(0, durationMs),
    );
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("The wait was aborted.");
}
