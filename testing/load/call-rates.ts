import type { BatchReply, Clock } from "local-aws";

type CallBatch = (operation: string, input: unknown) => Promise<BatchReply>;

/** Times of the calls to Batch by operation, and the number of throttled calls. */
export class CallRates {
  private readonly times = new Map<string, number[]>();
  private readonly refused = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Returns a function that makes the same calls and counts them. */
  watch(call: CallBatch): CallBatch {
    return async (operation, input) => {
      const times = this.times.get(operation) ?? [];
      this.times.set(operation, times);
      times.push(this.clock.now());
      const reply = await call(operation, input);
      if (reply.status === 429) this.refused.set(operation, this.countRefused(operation) + 1);
      return reply;
    };
  }

  count(operation: string): number {
    return this.times.get(operation)?.length ?? 0;
  }

  countRefused(operation: string): number {
    return this.refused.get(operation) ?? 0;
  }

  /** Maximum calls in any second, including throttled calls. */
  peakPerSecond(operation: string): number {
    const times = this.times.get(operation) ?? [];
    let peak = 0;
    let first = 0;
    times.forEach((time, index) => {
      while (time - (times[first] ?? time) >= 1000) first += 1;
      peak = Math.max(peak, index - first + 1);
    });
    return peak;
  }
}
