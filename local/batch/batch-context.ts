import type { Clock } from "../clock";
import type { BatchArns } from "./endpoint/arns";
import type { FaultScript } from "./faults/fault-script";
import type { LifeCycleTimes } from "./life-cycle-times";

/** What every part of one Batch endpoint shares. */
export interface BatchContext {
  readonly clock: Clock;
  readonly region: string;
  readonly arns: BatchArns;
  readonly times: LifeCycleTimes;
  readonly faults: FaultScript;
  readonly newJobId: () => string;
  /** Aborted when the endpoint closes; nothing changes after that. */
  readonly closing: AbortSignal;
}

/** How a change of a compute environment or job queue ends. */
export interface ChangeableResource {
  status: "CREATING" | "UPDATING" | "DELETING" | "VALID";
}

/**
 * Shows `status` for `resourceChangeMs`, then calls `done`; at once when that is 0, so that a caller who looks right after
 * the reply finds the change made.
 */
export function changeResource(
  context: BatchContext,
  resource: ChangeableResource,
  status: "CREATING" | "UPDATING" | "DELETING",
  done: () => void,
): void {
  if (context.times.resourceChangeMs === 0) {
    done();
    return;
  }
  resource.status = status;
  context.clock.sleep(context.times.resourceChangeMs, context.closing).then(done, () => undefined);
}
