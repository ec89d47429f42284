import type { ConsoleAccess } from "./console-access";
import { HistoryFeed } from "./history-feed";
import { LogFeed } from "./log-feed";

/** Maximum number of feeds to keep without subscribers, so that a reloaded page has its data immediately. */
const MAX_UNWATCHED_FEEDS = 4;

/** History and log of one execution. */
export interface ExecutionFeed {
  readonly history: HistoryFeed;
  /** Undefined when logs are not shown. */
  readonly log: LogFeed | undefined;
}

/** Cache of feeds, by execution. */
export class ExecutionFeeds {
  /** Feeds by execution ARN, the most recently requested last. */
  private readonly feeds = new Map<string, ExecutionFeed>();

  constructor(private readonly access: ConsoleAccess) {}

  get(executionArn: string): ExecutionFeed {
    const feed = this.feeds.get(executionArn) ?? this.create(executionArn);
    this.feeds.delete(executionArn);
    this.feeds.set(executionArn, feed);
    this.evict();
    return feed;
  }

  close(): void {
    for (const { history, log } of this.feeds.values()) {
      history.stop();
      log?.stop();
    }
    this.feeds.clear();
  }

  private create(executionArn: string): ExecutionFeed {
    const history = new HistoryFeed(executionArn, this.access);
    return { history, log: this.access.log === undefined ? undefined : new LogFeed(history, this.access.log) };
  }

  private evict(): void {
    // Excludes the newest feed, which does not have its subscriber yet.
    const unwatched = [...this.feeds].slice(0, -1).filter(([, { history }]) => !history.watched);
    for (const [arn] of unwatched.slice(0, Math.max(0, unwatched.length - MAX_UNWATCHED_FEEDS))) this.feeds.delete(arn);
  }
}
