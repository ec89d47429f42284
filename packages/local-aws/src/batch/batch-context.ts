import type { Arns } from "../arn";
import type { Clock } from "../clock";
import type { FaultScript } from "./faults/fault-script";

/** Context shared by all parts of one Batch endpoint. */
export interface BatchContext {
  readonly clock: Clock;
  readonly arns: Arns;
  readonly times: LifeCycleTimes;
  readonly faults: FaultScript;
  readonly newJobId: () => string;
  /** Aborted when the endpoint closes. Nothing changes after that. */
  readonly closing: AbortSignal;
}

/**
 * Time that jobs spend in each state, and resources in CREATING, UPDATING or DELETING, in milliseconds of the clock.
 */
export interface LifeCycleTimes {
  /** SUBMITTED to PENDING. @default 1000 */
  readonly submittedMs: number;
  /** PENDING to RUNNABLE, after all dependencies have succeeded. @default 1000 */
  readonly pendingMs: number;
  /** RUNNABLE to STARTING, on each attempt. @default 3000 */
  readonly runnableMs: number;
  /** STARTING to RUNNING, on each attempt. @default 5000 */
  readonly startingMs: number;
  /** CREATING, UPDATING or DELETING of a compute environment or job queue. 0 skips these states. @default 0 */
  readonly resourceChangeMs: number;
}

/** Short enough for a demonstration, long enough to show each state at one poll per second. */
export const DEFAULT_LIFE_CYCLE_TIMES: LifeCycleTimes = {
  submittedMs: 1000,
  pendingMs: 1000,
  runnableMs: 3000,
  startingMs: 5000,
  resourceChangeMs: 0,
};
