import type { BatchApi } from "./batch-api";

/**
 * Log of a function: the console, whose objects the Lambda runtime writes as JSON lines with time,
 * level and request ID when the function's log format is JSON.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export type Log = Pick<Console, "info" | "warn" | "error">;

/** @param durationMs - milliseconds */
export type Pause = (durationMs: number) => Promise<unknown>;

/** Dependencies of the functions. */
export interface Services {
  readonly batch: BatchApi;
  readonly log: Log;
  readonly pause: Pause;
}
