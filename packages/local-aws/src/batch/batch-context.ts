import type { Arns } from "../arn";
import type { Clock } from "../clock";
import type { FaultScript } from "./faults/fault-script";
import type { LifeCycleTimes } from "./life-cycle-times";

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

/** Resource whose create, update and delete operations complete asynchronously. */
export interface ChangeableResource {
  status: "CREATING" | "UPDATING" | "DELETING" | "VALID";
}

/**
 * Sets `status` for `resourceChangeMs`, then calls `done`. If `resourceChangeMs` is 0, calls `done` immediately: a
 * request that follows the reply sees the completed change.
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
