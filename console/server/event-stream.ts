import type { ServerResponse } from "node:http";
import type { StreamStatus } from "../api/replies";
import type { ConsoleAccess } from "./console-access";
import type { HistoryFeed } from "./history-feed";
import { SECURITY_HEADERS } from "./http-reply";

/** Maximum number of events in one message. */
const MAX_MESSAGE_EVENTS = 1_000;
/** Maximum interval between two messages, so that both sides detect a lost connection, in milliseconds. */
const HEARTBEAT_MS = 10_000;
/** Delay before the browser reconnects, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Sends new events of the history and the read status as server-sent events, until the connection closes.
 * @param afterId - ID of the last event that the page has received; 0 for none
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
  const sendNewEvents = (): void => {
    while (!congested) {
      const events = feed.after(lastId).slice(0, MAX_MESSAGE_EVENTS);
      if (events.length === 0) break;
      lastId += events.length;
      write(`event: history\nid: ${lastId}\ndata: ${JSON.stringify(events)}\n\n`);
    }
    if (!congested) sendStatus();
  };
  response.on("drain", () => {
    congested = false;
    sendNewEvents();
  });
  const unsubscribe = feed.subscribe(sendNewEvents);
  const heartbeat = setInterval(sendStatus, HEARTBEAT_MS);
  response.on("close", () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  sendNewEvents();
}
