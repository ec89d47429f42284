import type { JobWatch } from "../../workflow/result/job-watch";
import type { BatchApi } from "../shared/batch-api";
import type { Log } from "../shared/log";

/** One poll: its dependencies, the watch and the time. */
export interface Poll {
  readonly batch: BatchApi;
  readonly log: Log;
  readonly watch: JobWatch;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Whether the execution's history has no room for polls after this one. */
  readonly isBudgetSpent: boolean;
}
