import type { PlanChange } from "../terraform/plan-changes";

/** Terraform's steps for a change, in order. */
export function stepsOf({ action, isChanged = false }: Pick<PlanChange, "action" | "isChanged">): readonly string[] {
  if (action === "replace") return ["delete", "create"];
  return action === "import" && isChanged ? ["import", "update"] : [action];
}
