import type { BatchApi } from "../shared/batch-api";
import type { Log } from "../shared/log";
import type { ExecutionApi } from "./execution-api";

/** What the function works with. */
export interface Services {
  readonly batch: BatchApi;
  readonly executions: ExecutionApi;
  readonly log: Log;
  /** @param durationMs - milliseconds */
  readonly pause: (durationMs: number) => Promise<unknown>;
}
