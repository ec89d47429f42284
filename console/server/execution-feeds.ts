import type { ConsoleAccess } from "./console-access";
import { HistoryFeed } from "./history-feed";

/** Maximum number of feeds to keep without subscribers, so that a reloaded page has its history immediately. */
const MAX_UNWATCHED_FEEDS = 4;

/** Cache of history feeds, by execution. */
export class HistoryFeeds {
  /** Feeds by execution ARN, the most recently requested last. */
  private readonly feeds = new Map<string, HistoryFeed>();

  constructor(private readonly access: ConsoleAccess) {}

  get(executionArn: string): HistoryFeed {
    const feed = this.feeds.get(executionArn) ?? new HistoryFeed(executionArn, this.access);
    this.feeds.delete(executionArn);
    this.feeds.set(executionArn, feed);
    this.evict();
    return feed;
  }

  close(): void {
    for (const feed of this.feeds.values()) feed.stop();
    this.feeds.clear();
  }

  private evict(): void {
    // Excludes the newest feed, which does not have its subscriber yet.
    const unwatched = [...this.feeds].slice(0, -1).filter(([, feed]) => !feed.watched);
    for (const [arn] of unwatched.slice(0, Math.max(0, unwatched.length - MAX_UNWATCHED_FEEDS))) this.feeds.delete(arn);
  }
}
