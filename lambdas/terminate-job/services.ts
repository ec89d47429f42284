import type { BatchApi } from "../shared/batch-api";
import type { Log } from "../shared/log";
import type { Pause } from "../shared/look-repeatedly";
import type { ExecutionApi } from "./execution-api";

/** Dependencies of the function. */
export interface Services {
  readonly batch: BatchApi;
  readonly executions: ExecutionApi;
  readonly log: Log;
  readonly pause: Pause;
}
