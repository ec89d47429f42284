import type { ConsoleAccess } from "./console-access";
import { HistoryFeed } from "./history-feed";

/** Histories that are kept although nobody watches them, so that a page that is loaded anew has them at once. */
const KEPT_UNWATCHED = 4;

/** The feeds of all executions that are or were looked at. */
export class HistoryFeeds {
  /** By ARN; the last one that was asked for at the end. */
  private readonly feeds = new Map<string, HistoryFeed>();

  constructor(private readonly access: ConsoleAccess) {}

  get(executionArn: string): HistoryFeed {
    const feed = this.feeds.get(executionArn) ?? new HistoryFeed(executionArn, this.access);
    this.feeds.delete(executionArn);
    this.feeds.set(executionArn, feed);
    this.forgetOld();
    return feed;
  }

  close(): void {
    for (const feed of this.feeds.values()) feed.stop();
    this.feeds.clear();
  }

  private forgetOld(): void {
    // Without the newest, whose watcher is about to come.
    const unwatched = [...this.feeds].slice(0, -1).filter(([, feed]) => !feed.watched);
    for (const [arn] of unwatched.slice(0, Math.max(0, unwatched.length - KEPT_UNWATCHED))) this.feeds.delete(arn);
  }
}
