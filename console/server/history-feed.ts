import { GetExecutionHistoryCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import { foldEvent } from "../model/progress/fold-event";
import { NO_PROGRESS, type RunProgress } from "../model/progress/run-progress";
import type { ConsoleAccess } from "./console-access";
import { findLookDelayMs } from "./look-pace";

/** The API's own limit. */
const LARGEST_PAGE = 1_000;
/** Longest pause after looks that failed, in milliseconds. */
const LONGEST_BACKOFF_MS = 5_000;

/** The history of one execution, read by one reader for all who watch it, and only while somebody does. */
export class HistoryFeed {
  private readonly known: HistoryEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private progress: RunProgress = NO_PROGRESS;
  private newestSeenAtMs = 0;
  private reading: AbortController | undefined;
  private failures = 0;

  /** Why the last look failed, for a person; undefined when it did not. */
  problem: string | undefined;
  /** Whether everything that was there at the last look has been read. */
  complete = false;

  constructor(
    private readonly executionArn: string,
    private readonly access: ConsoleAccess,
  ) {}

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  /** Events after the one with this ID, oldest first. */
  after(id: number): readonly HistoryEvent[] {
    // IDs count from 1 without a gap, so the place of an event is known.
    return this.known.slice(id);
  }

  /** @param listener - called whenever something has changed; the result unsubscribes it */
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
      const failed = await this.look(signal);
      if (signal.aborted) return;
      if (this.describe() !== before) for (const listener of this.listeners) listener();
      if (!failed && this.hasEnded()) return;
      await sleep(this.findDelayMs(), signal);
    }
  }

  /** All that a listener could want to know, to tell whether it has changed. */
  private describe(): string {
    return JSON.stringify([this.known.length, this.complete, this.problem]);
  }

  private async look(signal: AbortSignal): Promise<boolean> {
    try {
      if (!this.complete) await this.readAll(signal);
      else this.take(await this.access.fetchEventsAfter(this.executionArn, this.known.length, signal));
      this.problem = undefined;
      this.failures = 0;
      return false;
    } catch (error) {
      if (signal.aborted) return true;
      this.problem = this.access.explainError(error);
      this.failures += 1;
      return true;
    }
  }

  /** From the oldest on, page by page, so that a long history can be seen while it is being read. */
  private async readAll(abortSignal: AbortSignal): Promise<void> {
    let nextToken: string | undefined;
    do {
      const page = await this.access.stepFunctions.send(
        new GetExecutionHistoryCommand({ executionArn: this.executionArn, maxResults: LARGEST_PAGE, nextToken }),
        { abortSignal },
      );
      // What an earlier attempt has read already comes again.
      this.take((page.events ?? []).filter(({ id = 0 }) => id > this.known.length));
      nextToken = page.nextToken;
      if (nextToken !== undefined) for (const listener of this.listeners) listener();
    } while (nextToken !== undefined);
    this.complete = true;
  }

  private take(events: readonly HistoryEvent[]): void {
    if (events.length > 0) this.newestSeenAtMs = Date.now();
    for (const event of events) {
      this.known.push(event);
      this.progress = foldEvent(this.progress, event).progress;
    }
  }

  /** By the last event: an execution that was redriven goes on after its end. */
  private hasEnded(): boolean {
    return /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(this.known.at(-1)?.type ?? "");
  }

  private findDelayMs(): number {
    const { pace } = this.access;
    if (this.failures > 0) return Math.min(pace.refreshMs * 2 ** this.failures, LONGEST_BACKOFF_MS);
    return findLookDelayMs(this.progress.waitSeconds, Date.now() - this.newestSeenAtMs, pace);
  }
}

function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
