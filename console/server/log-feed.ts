import type { LogMessage } from "../api/replies";
import { followLog } from "../log/follow-log";
import type { LogEntry } from "../log/log-entry";
import { LogFollower } from "../log/log-follower";
import type { LogStreamPlace } from "../log/stream-reader";
import type { LogAccess } from "./console-access";
import type { HistoryFeed } from "./history-feed";
import { sleep } from "./sleep";

/** Maximum number of lines that are kept, and with which the log of a running job begins. */
export const MAX_KEPT_ENTRIES = 2_000;
/** Maximum consecutive full replies, of up to 1 MB each; a longer backlog is skipped. */
const MAX_BACKLOG = 10;

/**
 * Last lines of the log of an execution's job, shared by all subscribers. The log is read only while there are
 * subscribers.
 */
export class LogFeed {
  private readonly listeners = new Set<() => void>();
  private readonly follower: LogFollower;
  private entries: LogEntry[] = [];
  /**
   * Number of the first entry in `entries`. Numbers begin at the time of creation, so that they never repeat those of
   * an earlier feed of the same execution.
   */
  private firstNumber = Date.now() * 1_000;
  private reading: AbortController | undefined;
  /** Whether the log has lines before the first entry. */
  private hasEarlier = false;

  constructor(
    private readonly history: HistoryFeed,
    private readonly access: LogAccess,
  ) {
    const { source, pace } = access;
    this.follower = new LogFollower({ source, describeMs: pace.describeMs, tailLines: MAX_KEPT_ENTRIES });
  }

  /** Log stream of the last lines; undefined while the job has none. */
  get place(): LogStreamPlace | undefined {
    return this.follower.place;
  }

  /** Log streams of all attempts that are known, oldest first. */
  get streams(): readonly LogStreamPlace[] {
    return this.follower.streams;
  }

  /** Returns the entries after the one with this number, and the number of the first of them. */
  after(number: number): Pick<LogMessage, "first" | "hasEarlier"> & { readonly entries: readonly LogEntry[] } {
    const skipped = Math.max(0, number + 1 - this.firstNumber);
    const { hasEarlier } = this;
    return { first: this.firstNumber + skipped, entries: this.entries.slice(skipped), hasEarlier };
  }

  /**
   * Subscribes to new entries, and starts reading the log.
   * @returns function that unsubscribes the listener
   */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.reading === undefined) {
      this.reading = new AbortController();
      void this.read(this.reading.signal);
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
    const ended = new AbortController();
    const unsubscribe = this.history.subscribe(() => {
      if (this.history.runProgress.end !== undefined) ended.abort();
    });
    await followLog({
      follower: this.follower,
      clock: { now: Date.now, sleep },
      pace: this.access.pace,
      // Whether the job has already started is known only when the history has been read.
      findProgress: () => (this.history.complete ? this.history.runProgress : { jobId: undefined, end: undefined }),
      ended: ended.signal,
      signal,
      maxBacklog: MAX_BACKLOG,
      onEntries: (entries) => {
        this.append(entries);
      },
    });
    unsubscribe();
  }

  private append(entries: readonly LogEntry[]): void {
    const dropped = Math.max(0, this.entries.length + entries.length - MAX_KEPT_ENTRIES);
    this.entries = [...this.entries, ...entries].slice(dropped);
    this.firstNumber += dropped;
    this.hasEarlier ||= dropped > 0;
    for (const listener of this.listeners) listener();
  }
}
