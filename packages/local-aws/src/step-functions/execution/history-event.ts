import type { JsonObject } from "../json/json";

/**
 * Event as returned by GetExecutionHistory. The details are under a separate key, such as `stateEnteredEventDetails`.
 */
export interface HistoryEvent extends JsonObject {
  /** Seconds since 1970, with a fraction. */
  readonly timestamp: number;
  readonly type: string;
  /** Starts at 1, without gaps. */
  readonly id: number;
  /** ID of the event that caused this one, or 0. */
  readonly previousEventId: number;
}

/** Details of an event: the key and the object under it. */
export type EventDetails = JsonObject;

const notTruncated = { truncated: false };

export function inputDetails(input: string): JsonObject {
  return { input, inputDetails: notTruncated };
}

export function outputDetails(output: string): JsonObject {
  return { output, outputDetails: notTruncated };
}

/** Maximum characters of an error name and a cause. */
const MAX_ERROR_LENGTH = 256;
const MAX_CAUSE_LENGTH = 32_768;

/** Returns error and cause, truncated to the length that the API allows. Absent values are omitted. */
export function failureDetails(error: string | undefined, cause: string | undefined): JsonObject {
  return {
    ...(error === undefined ? {} : { error: error.slice(0, MAX_ERROR_LENGTH) }),
    ...(cause === undefined ? {} : { cause: cause.slice(0, MAX_CAUSE_LENGTH) }),
  };
}
