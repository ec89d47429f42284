import { isLoss, isReplacement } from "./change-group";
import type { PlanReport, ResourceChange } from "./plan-report";

/** Counts the changes by action; a replacement counts once. */
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
