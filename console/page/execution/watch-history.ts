import { streamStatusSchema, type StreamStatus } from "../../api/replies";
import type { ExecutionEvent } from "../../model/execution-event";
import { SERVER_GONE } from "../api-client";

export interface HistoryWatcher {
  /** Further events, oldest first. */
  onEvents(events: readonly ExecutionEvent[]): void;
  onStatus(status: StreamStatus): void;
  onProblem(message: string): void;
}

/**
 * Follows an execution's history while the page can be seen: a browser has only six connections to a server, and tabs
 * in the background shall not hold them.
 * @param findLastId - ID of the last event that the page has
 * @returns what ends it
 */
export function watchHistory(streamPath: string, findLastId: () => number, watcher: HistoryWatcher): () => void {
  const ended = new AbortController();
  let source: EventSource | undefined;
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    if (document.hidden) return;
    source = new EventSource(`${streamPath}?after=${findLastId()}`);
    source.addEventListener("history", ({ data }) => {
      watcher.onEvents(parseEvents(data));
    });
    source.addEventListener("status", ({ data }) => {
      const status = streamStatusSchema.safeParse(JSON.parse(String(data))).data;
      if (status !== undefined) watcher.onStatus(status);
    });
    // It comes back by itself, with the ID of the last event.
    source.addEventListener("error", () => {
      watcher.onProblem(SERVER_GONE);
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

/** What else an event has is AWS's own, and optional in every part. */
const isEvent = (value: unknown): value is ExecutionEvent =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "number";
