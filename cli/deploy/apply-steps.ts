import type { PlanAction } from "../terraform/plan-changes";

/** What Terraform does, one after the other, for a change. */
export const stepsOf = (action: PlanAction): readonly string[] =>
  action === "replace" ? ["delete", "create"] : [action];
