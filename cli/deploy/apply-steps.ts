import type { PlanChange } from "../terraform/plan-changes";

/** What Terraform does, one after the other, for a change. */
export function stepsOf({ action, isChanged = false }: Pick<PlanChange, "action" | "isChanged">): readonly string[] {
  if (action === "replace") return ["delete", "create"];
  return action === "import" && isChanged ? ["import", "update"] : [action];
}
