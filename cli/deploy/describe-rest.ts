import type { ApplyLog } from "../terraform/apply-log";
import type { PlanChange } from "../terraform/plan-changes";
import { findApplyState } from "../terraform/run-apply";
import { stepsOf } from "./apply-steps";

/** Describes a failed apply: the reason and the changes that were not applied. */
export function describeRest(name: string, changes: readonly PlanChange[], log: ApplyLog, problem: string): string[] {
  const states = changes.map((change) => ({
    address: change.address,
    state: findApplyState(change.address, stepsOf(change), log),
  }));
  const open = states.filter(({ state }) => state !== "done").map(({ address, state }) => `  ${address}: ${state}`);
  const how = open.length === changes.length ? "was not applied" : "was applied in part";
  return [
    `${name} ${how}: ${problem}`,
    `not applied (${open.length} of ${changes.length}); run the same command again to apply the rest:`,
    ...open,
  ];
}
