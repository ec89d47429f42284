import { logMessageSchema, streamStatusSchema, type LogMessage, type StreamStatus } from "../../api/replies";
import type { ExecutionEvent } from "../../model/execution-event";
import { SERVER_UNREACHABLE } from "../api-client";

export interface ExecutionWatcher {
  /** Called with new events, oldest first. */
  onEvents(events: readonly ExecutionEvent[]): void;
  onLog(message: LogMessage): void;
  onStatus(status: StreamStatus): void;
  onProblem(message: string): void;
}

/** Maximum silence of the server, in milliseconds. It sends a message every 5 seconds. */
const SILENCE_MS = 15_000;
/** Interval between two checks for silence, in milliseconds. */
const CHECK_MS = 1_000;

/**
 * Streams an execution's history and log while the page is visible.
 * Background tabs disconnect, because a browser opens at most six connections to a server.
 * Reconnects when the server is silent, because a hung server does not close the connection.
 * @param findPosition - returns the ID of the last received event and the number of the last received log line
 * @returns function that stops the stream
 */
export function watchExecution(streamPath: string, findPosition: () => string, watcher: ExecutionWatcher): () => void {
  const ended = new AbortController();
  let source: EventSource | undefined;
  let heardAt = performance.now();
  const heard = (): void => {
    heardAt = performance.now();
  };
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    if (document.hidden) return;
    heard();
    source = new EventSource(`${streamPath}?after=${findPosition()}`);
    source.addEventListener("history", ({ data }) => {
      heard();
      watcher.onEvents(parseEvents(data));
    });
    source.addEventListener("log", ({ data }) => {
      const message = logMessageSchema.safeParse(JSON.parse(String(data))).data;
      if (message !== undefined) watcher.onLog(message);
    });
    source.addEventListener("status", ({ data }) => {
      heard();
      const status = streamStatusSchema.safeParse(JSON.parse(String(data))).data;
      if (status !== undefined) watcher.onStatus(status);
    });
    // EventSource reconnects automatically, with the ID of the last event.
    source.addEventListener("error", () => {
      watcher.onProblem(SERVER_UNREACHABLE);
    });
  };
  document.addEventListener("visibilitychange", open, { signal: ended.signal });
  open();
  const checking = setInterval(() => {
    if (source === undefined || performance.now() - heardAt < SILENCE_MS) return;
    watcher.onProblem(SERVER_UNREACHABLE);
    open();
  }, CHECK_MS);
  return () => {
    clearInterval(checking);
    ended.abort();
    close();
  };
}

function parseEvents(data: unknown): readonly ExecutionEvent[] {
  const events: unknown = JSON.parse(String(data));
  return Array.isArray(events) ? events.filter(isEvent) : [];
}

/** Checks only the ID. All other fields are optional in the AWS API. */
const isEvent = (value: unknown): value is ExecutionEvent =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "number";
