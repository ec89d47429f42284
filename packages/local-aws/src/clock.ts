/** Source of time for the local endpoints: jobs, waits, timeouts and every timestamp in a reply. */
export interface Clock {
  /** Current time, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Resolves after `durationMs` milliseconds on this clock. If 0 or less, resolves in the next turn of the event
   * loop.
   * @throws the signal's reason if `signal` is aborted before or during the sleep
   */
  sleep(durationMs: number, signal?: AbortSignal, options?: SleepOptions): Promise<void>;
  /** Stops a virtual clock from advancing while real work runs. Call the returned function when the work is done. */
  hold(): () => void;
}

interface SleepOptions {
  /**
   * Whether the sleep is a background task. A virtual clock does not advance for background sleeps alone, so that a
   * repeating task does not keep it running.
   * @default false
   */
  readonly background?: boolean;
}

/** Maximum delay of setTimeout, in milliseconds. A longer delay would fire immediately. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/**
 * Creates a system clock that runs `speed` times faster from the moment of this call.
 * @param speed - seconds on this clock per real second; above 0
 * @throws RangeError if `speed` is not a finite number above 0
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
        await sleepReal(Math.min(MAX_TIMEOUT_MS, Math.ceil((endsAt - now()) / speed)), signal);
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

/** Clock that jumps to the next sleeper as soon as nothing holds it. A year passes in milliseconds. */
export class VirtualClock implements Clock {
  private timeMs: number;
  private holds = 0;
  private idleCheckPending = false;
  private readonly sleepers: Sleeper[] = [];
  /** Number of sleepers that the clock advances for. */
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

  /** Index for a new sleeper, behind all sleepers that wake at the same time, in order of arrival. */
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
    // Promises settle before setImmediate fires, so all work started by the last wake-up has been done.
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

/** Resolves after a real time. Without a duration it uses no timer, because a timer takes at least 1 ms. */
function sleepReal(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    if (durationMs <= 0) {
      setImmediate(resolve);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("The wait was aborted.");
}
