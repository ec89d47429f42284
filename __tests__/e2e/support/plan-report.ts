import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPlanReport, type PlanReport, parsePlan } from "reviewed-terraform";
import type { Clone } from "./clone";

/** Creates the report of the plan in `tf.plan` of a stack's folder, with a fixed git tree. */
export async function reportPlan(where: Clone, stack: string): Promise<PlanReport> {
  const { stdout } = await where.terraform(stack, ["show", "-json", "tf.plan"]);
  return createPlanReport({
    plan: parsePlan(stdout, `the plan of ${stack}`),
    stack,
    config: await readFile(join(where.path, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8"),
    lockFile: "absent",
  });
}
