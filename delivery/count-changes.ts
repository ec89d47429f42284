import { isLoss, isReplacement } from "./change-group";
import type { PlanReport, ResourceChange } from "./plan-report";

/** How many resources are created, changed and lost; a replacement counts as one. */
export function countChanges(changes: readonly ResourceChange[]): PlanReport["counts"] {
  const count = (is: (change: ResourceChange) => boolean): number => changes.filter(is).length;
  const has = (action: "create" | "update" | "no-op") => (change: ResourceChange) =>
    change.actions.length === 1 && change.actions[0] === action;
  return {
    create: count(has("create")),
    update: count(has("update")),
    delete: count(({ actions }) => isLoss(actions)),
    replace: count(({ actions }) => isReplacement(actions)),
    other: count(has("no-op")),
  };
}
