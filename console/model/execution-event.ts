import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** An event of GetExecutionHistory; its timestamp is text where it has travelled as JSON. */
export type ExecutionEvent = Omit<HistoryEvent, "timestamp"> & { readonly timestamp?: Date | string | undefined };

/** The same event with a Date, or none where the timestamp is missing or unreadable. */
export function reviveEvent(event: ExecutionEvent): HistoryEvent {
  const { timestamp, ...rest } = event;
  const at = timestamp === undefined ? undefined : new Date(timestamp);
  return { ...rest, timestamp: at === undefined || Number.isNaN(at.getTime()) ? undefined : at };
}

/** Name of the state that the event enters or leaves. */
export const namedState = (event: HistoryEvent): string | undefined =>
  event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;

/** Whether the event is about the execution itself, and so not about a state. */
export const isExecutionEvent = (event: HistoryEvent): boolean => event.type?.startsWith("Execution") === true;
