import { GetExecutionHistoryCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import { foldEvent } from "../model/progress/fold-event";
import { NO_PROGRESS, type RunProgress } from "../model/progress/run-progress";
import type { ConsoleAccess } from "./console-access";
import { findLookDelayMs } from "./look-pace";
import { sleep } from "./sleep";

/** Maximum `maxResults` of GetExecutionHistory. */
const MAX_PAGE_EVENTS = 1_000;
/** Maximum pause after failed reads, in milliseconds. */
const MAX_BACKOFF_MS = 5_000;
/** Maximum duration of a call, in milliseconds. */
const ANSWER_LIMIT_MS = 20_000;

/** History of one execution, shared by all subscribers. It is read only while there are subscribers. */
export class HistoryFeed {
  private readonly events: HistoryEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private progress: RunProgress = NO_PROGRESS;
  private newestSeenAtMs = 0;
  private reading: AbortController | undefined;
  private failures = 0;
  /** Time of the last successful read, on the monotonic clock of this process. */
  private readAtMs: number | undefined;
  /** Limit of the last call to AWS. */
  private answerLimit: AbortSignal | undefined;

  /** Error message of the last read; undefined if it succeeded. */
  problem: string | undefined;
  /** Whether the existing history has been read completely. */
  complete = false;

  constructor(
    private readonly executionArn: string,
    private readonly access: ConsoleAccess,
  ) {}

  /** Progress of the execution, from the events so far. */
  get runProgress(): RunProgress {
    return this.progress;
  }

  /** Time since the last successful read, in milliseconds; null before the first one. */
  get readAgoMs(): number | null {
    return this.readAtMs === undefined ? null : Math.round(performance.now() - this.readAtMs);
  }

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  /** Returns the events after the one with this ID, oldest first. */
  after(id: number): readonly HistoryEvent[] {
    // IDs start at 1 and have no gaps, so the ID of an event is also its position.
    return this.events.slice(id);
  }

  /**
   * Subscribes to changes, and starts reading the history.
   * @returns function that unsubscribes the listener
   */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.reading === undefined) {
      const reading = new AbortController();
      this.reading = reading;
      void this.read(reading.signal);
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  }

  stop(): void {
    this.reading?.abort();
    this.reading = undefined;
  }

  private async read(signal: AbortSignal): Promise<void> {
    for (;;) {
      const before = this.describe();
      const failed = await this.refresh(signal);
      if (signal.aborted) return;
      if (this.describe() !== before) for (const listener of this.listeners) listener();
      if (!failed && this.hasEnded()) return;
      await sleep(this.findDelayMs(), signal);
    }
  }

  /** Summary of the state, to detect changes. */
  private describe(): string {
    return JSON.stringify([this.events.length, this.complete, this.problem]);
  }

  private async refresh(signal: AbortSignal): Promise<boolean> {
    try {
      if (!this.complete) await this.readAll(signal);
      else this.append(await this.access.fetchEventsAfter(this.executionArn, this.events.length, this.limit(signal)));
      this.readAtMs = performance.now();
      this.problem = undefined;
      this.failures = 0;
      return false;
    } catch (error) {
      if (signal.aborted) return true;
      this.problem =
        this.answerLimit?.aborted === true
          ? `Step Functions has not answered for ${(this.access.answerLimitMs ?? ANSWER_LIMIT_MS) / 1000} seconds`
          : this.access.explainError(error);
      this.failures += 1;
      return true;
    }
  }

  /** Limits the next call to AWS. The SDK has no limit for an endpoint that accepts a request and hangs. */
  private limit(signal: AbortSignal): AbortSignal {
    this.answerLimit = AbortSignal.timeout(this.access.answerLimitMs ?? ANSWER_LIMIT_MS);
    return AbortSignal.any([signal, this.answerLimit]);
  }

  /** Reads the history page by page, oldest first, so that a long history is visible while it loads. */
  private async readAll(signal: AbortSignal): Promise<void> {
    let nextToken: string | undefined;
    do {
      const page = await this.access.stepFunctions.send(
        new GetExecutionHistoryCommand({ executionArn: this.executionArn, maxResults: MAX_PAGE_EVENTS, nextToken }),
        { abortSignal: this.limit(signal) },
      );
      // Skips events that an earlier, failed attempt has read.
      this.append((page.events ?? []).filter(({ id = 0 }) => id > this.events.length));
      nextToken = page.nextToken;
      if (nextToken !== undefined) for (const listener of this.listeners) listener();
    } while (nextToken !== undefined);
    this.complete = true;
  }

  private append(events: readonly HistoryEvent[]): void {
    if (events.length > 0) this.newestSeenAtMs = Date.now();
    for (const event of events) {
      this.events.push(event);
      this.progress = foldEvent(this.progress, event).progress;
    }
  }

  /** Checks only the last event, because a redriven execution continues after its end. */
  private hasEnded(): boolean {
    return /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(this.events.at(-1)?.type ?? "");
  }

  private findDelayMs(): number {
    const { pace, clock } = this.access;
    if (this.failures > 0) return Math.min(pace.refreshMs * 2 ** this.failures, MAX_BACKOFF_MS);
    const { waitSeconds } = this.progress;
    // Intervals are in real time, and waits in time of the endpoint, which can run faster.
    const realSeconds = waitSeconds === undefined ? undefined : waitSeconds / clock.speed;
    return findLookDelayMs(realSeconds, Date.now() - this.newestSeenAtMs, pace);
  }
}
