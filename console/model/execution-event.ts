import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** Event of GetExecutionHistory. The timestamp is a string if the event was transferred as JSON. */
export type ExecutionEvent = Omit<HistoryEvent, "timestamp"> & { readonly timestamp?: Date | string | undefined };

/** Converts the timestamp to a Date; undefined if it is missing or invalid. */
export function reviveEvent(event: ExecutionEvent): HistoryEvent {
  const { timestamp, ...rest } = event;
  const at = timestamp === undefined ? undefined : new Date(timestamp);
  return { ...rest, timestamp: at === undefined || Number.isNaN(at.getTime()) ? undefined : at };
}

/** Name of the state in a StateEntered or StateExited event. */
export const namedState = (event: HistoryEvent): string | undefined =>
  event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;

/** Whether the event belongs to the execution as a whole, not to a state. */
export const isExecutionEvent = (event: HistoryEvent): boolean => event.type?.startsWith("Execution") === true;
