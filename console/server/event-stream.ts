import type { ServerResponse } from "node:http";
import type { LogMessage, StreamStatus } from "../api/replies";
import type { ConsoleAccess } from "./console-access";
import type { ExecutionFeed } from "./execution-feeds";
import { SECURITY_HEADERS } from "./http-reply";

/** Maximum number of events or log lines in one message. */
const MAX_MESSAGE_EVENTS = 1_000;
/** Maximum interval between two messages, so that both sides detect a lost connection, in milliseconds. */
const HEARTBEAT_MS = 5_000;
/** Delay before the browser reconnects, in milliseconds. */
const RETRY_MS = 1_000;

/** Position of a page in the stream. */
export interface StreamPosition {
  /** ID of the last event that the page has received; 0 for none. */
  readonly eventId: number;
  /** Number of the last log line that the page has received; 0 for none. */
  readonly logNumber: number;
}

/**
 * Parses a position such as `12/345`. An event ID alone is valid, and anything else is the beginning.
 * @param text - ID of the last message, which browsers send when they reconnect
 */
export function parsePosition(text: string): StreamPosition {
  const [, eventId = "0", logNumber = "0"] = /^(\d{1,15})(?:\/(\d{1,16}))?$/.exec(text) ?? [];
  return { eventId: Number(eventId), logNumber: Number(logNumber) };
}

/**
 * Sends new events of the history, new lines of the log and the read status as server-sent events, until the
 * connection closes.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamExecution(
  response: ServerResponse,
  { history, log }: ExecutionFeed,
  { clock }: Pick<ConsoleAccess, "clock">,
  position: StreamPosition,
): void {
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "text/event-stream; charset=utf-8" });
  response.write(`retry: ${RETRY_MS}\n\n`);
  let { eventId, logNumber } = position;
  let congested = false;
  const write = (text: string): void => {
    congested = !response.write(text);
  };
  const send = (event: string, data: unknown): void => {
    write(`event: ${event}\nid: ${eventId}/${logNumber}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const sendStatus = (): void => {
    const upToDate = history.complete && history.after(eventId).length === 0;
    const status: StreamStatus = {
      nowMs: clock.now(),
      problem: history.problem ?? null,
      readAgoMs: history.readAgoMs,
      upToDate,
    };
    write(`event: status\ndata: ${JSON.stringify(status)}\n\n`);
  };
  const sendNewEvents = (): void => {
    while (!congested) {
      const events = history.after(eventId).slice(0, MAX_MESSAGE_EVENTS);
      if (events.length === 0) break;
      eventId += events.length;
      send("history", events);
    }
    if (!congested) sendStatus();
  };
  // A page that cannot keep up receives only the lines that are still kept when it can.
  const sendNewLines = (): void => {
    while (!congested && log !== undefined) {
      const { first, entries, hasEarlier } = log.after(logNumber);
      if (entries.length === 0) break;
      const sent = entries.slice(0, MAX_MESSAGE_EVENTS);
      logNumber = first + sent.length - 1;
      send("log", { first, entries: sent, hasEarlier } satisfies LogMessage);
    }
  };
  response.on("drain", () => {
    congested = false;
    sendNewEvents();
    sendNewLines();
  });
  const unsubscribes = [history.subscribe(sendNewEvents), log?.subscribe(sendNewLines)];
  const heartbeat = setInterval(sendStatus, HEARTBEAT_MS);
  response.on("close", () => {
    clearInterval(heartbeat);
    for (const unsubscribe of unsubscribes) unsubscribe?.();
  });
  sendNewEvents();
  sendNewLines();
}
