import type { BatchReply } from "../../local/batch/endpoint/batch-reply";
import type { Clock } from "../../local/clock";

type CallBatch = (operation: string, input: unknown) => Promise<BatchReply>;

/** When which calls were made to Batch, and how many of them it refused as too many. */
export class CallRates {
  private readonly times = new Map<string, number[]>();
  private readonly refused = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** The same calls, counted. */
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

  /** Most calls, refused ones included, in any one second. */
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
