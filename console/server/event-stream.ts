import type { ServerResponse } from "node:http";
import type { StreamStatus } from "../api/replies";
import type { ConsoleAccess } from "./console-access";
import type { HistoryFeed } from "./history-feed";
import { SECURITY_HEADERS } from "./http-reply";

/** Most events in one message. */
const PAGE_EVENTS = 1_000;
/** A message at least this often shows both ends that the other is still there, in milliseconds. */
const HEARTBEAT_MS = 10_000;
/** After a lost connection the browser comes back this soon, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Server-sent events: pages of the history as it grows, and how the reading goes. Ends with the connection.
 * @param afterId - ID of the last event that the page has; 0 for none
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamHistory(
  response: ServerResponse,
  feed: HistoryFeed,
  { clock }: Pick<ConsoleAccess, "clock">,
  afterId: number,
): void {
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "text/event-stream; charset=utf-8" });
  response.write(`retry: ${RETRY_MS}\n\n`);
  let lastId = afterId;
  let congested = false;
  const write = (text: string): void => {
    congested = !response.write(text);
  };
  const sendStatus = (): void => {
    const upToDate = feed.complete && feed.after(lastId).length === 0;
    const status: StreamStatus = { nowMs: clock.now(), problem: feed.problem ?? null, upToDate };
    write(`event: status\ndata: ${JSON.stringify(status)}\n\n`);
  };
  const sendNews = (): void => {
    while (!congested) {
      const events = feed.after(lastId).slice(0, PAGE_EVENTS);
      if (events.length === 0) break;
      lastId += events.length;
      write(`event: history\nid: ${lastId}\ndata: ${JSON.stringify(events)}\n\n`);
    }
    if (!congested) sendStatus();
  };
  response.on("drain", () => {
    congested = false;
    sendNews();
  });
  const unsubscribe = feed.subscribe(sendNews);
  const heartbeat = setInterval(sendStatus, HEARTBEAT_MS);
  response.on("close", () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  sendNews();
}
