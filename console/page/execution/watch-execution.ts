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

/**
 * Streams an execution's history and log while the page is visible.
 * Background tabs disconnect, because a browser opens at most six connections to a server.
 * @param findPosition - returns the ID of the last received event and the number of the last received log line
 * @returns function that stops the stream
 */
export function watchExecution(streamPath: string, findPosition: () => string, watcher: ExecutionWatcher): () => void {
  const ended = new AbortController();
  let source: EventSource | undefined;
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    if (document.hidden) return;
    source = new EventSource(`${streamPath}?after=${findPosition()}`);
    source.addEventListener("history", ({ data }) => {
      watcher.onEvents(parseEvents(data));
    });
    source.addEventListener("log", ({ data }) => {
      const message = logMessageSchema.safeParse(JSON.parse(String(data))).data;
      if (message !== undefined) watcher.onLog(message);
    });
    source.addEventListener("status", ({ data }) => {
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
  return () => {
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
