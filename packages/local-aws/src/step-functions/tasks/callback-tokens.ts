import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock";
import { waitFor } from "../../wait-for";
import type { Json } from "../json/json";
import { heartbeatTimeout, ReportedFailure } from "../states/state-failure";

/** Result reported by SendTaskSuccess or SendTaskFailure. */
export type CallbackOutcome =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: string | undefined; readonly cause: string | undefined };

/** Start of every task token, as in tokens of AWS. */
const TOKEN_PREFIX = "AQC";
/** Random bytes of a token. The token then has 696 characters; AWS documents at most 2,048. */
const TOKEN_BYTES = 518;

/** Attempt of a task that waits until its token is returned. */
export interface Callback {
  readonly token: string;
  /**
   * Waits for the outcome. An outcome that arrived before this call counts.
   * @param heartbeatSeconds - maximum time between two heartbeats; undefined for no limit
   * @returns the output of SendTaskSuccess
   * @throws StateFailure reported by SendTaskFailure, or States.Timeout if a heartbeat is missing
   * @throws the signal's reason if `signal` is aborted first
   */
  wait(heartbeatSeconds: number | undefined, signal: AbortSignal): Promise<Json>;
  /** Invalidates the token. Later calls with it fail with TaskTimedOut. */
  close(): void;
}

/** Task tokens of all executions of an endpoint. */
export class CallbackTokens {
  private readonly open = new Map<string, OpenCallback>();
  private readonly closed = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /**
   * Creates a token for one attempt of a task.
   * @param signal - aborted when the execution ends, which invalidates the token at once
   */
  issue(signal: AbortSignal): Callback {
    const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString("base64");
    const callback = new OpenCallback(this.clock);
    this.open.set(token, callback);
    const close = (): void => {
      signal.removeEventListener("abort", close);
      this.open.delete(token);
      this.closed.add(token);
    };
    signal.addEventListener("abort", close, { once: true });
    return { token, wait: (heartbeatSeconds, ended) => callback.wait(heartbeatSeconds, ended), close };
  }

  /** Returns whether a token is open, was issued earlier, could be of another endpoint, or is no token. */
  find(token: string): "open" | "closed" | "unknown" | "invalid" {
    if (this.open.has(token)) return "open";
    if (this.closed.has(token)) return "closed";
    return /^AQC[\w+/=]{40,}$/u.test(token) ? "unknown" : "invalid";
  }

  /** Ends the wait for an open token, which cannot be used again. */
  complete(token: string, outcome: CallbackOutcome): void {
    this.open.get(token)?.complete(outcome);
    this.open.delete(token);
    this.closed.add(token);
  }

  /** Restarts the heartbeat period of an open token. */
  heartbeat(token: string): void {
    this.open.get(token)?.heartbeat();
  }
}

class OpenCallback {
  private readonly outcome: Promise<CallbackOutcome>;
  private settle: (outcome: CallbackOutcome) => void = () => undefined;
  private lastBeatAtMs: number;

  constructor(private readonly clock: Clock) {
    this.lastBeatAtMs = clock.now();
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  complete(outcome: CallbackOutcome): void {
    this.settle(outcome);
  }

  heartbeat(): void {
    this.lastBeatAtMs = this.clock.now();
  }

  async wait(heartbeatSeconds: number | undefined, signal: AbortSignal): Promise<Json> {
    const watch = new AbortController();
    const missed = heartbeatSeconds === undefined ? [] : [this.watchHeartbeats(heartbeatSeconds * 1000, watch.signal)];
    try {
      const outcome = await waitFor(Promise.race([this.outcome, ...missed]), signal);
      if (outcome === "missed heartbeat") throw heartbeatTimeout();
      if (!outcome.ok) throw new ReportedFailure(outcome.error, outcome.cause);
      return outcome.output;
    } finally {
      watch.abort(new Error("the wait for the task token has ended"));
    }
  }

  /** Resolves when a period has passed without a heartbeat. Never resolves after `signal` is aborted. */
  private async watchHeartbeats(periodMs: number, signal: AbortSignal): Promise<"missed heartbeat"> {
    try {
      for (;;) {
        const leftMs = this.lastBeatAtMs + periodMs - this.clock.now();
        if (leftMs <= 0) return "missed heartbeat";
        await this.clock.sleep(leftMs, signal);
      }
    } catch {
      return new Promise(() => undefined);
    }
  }
}
