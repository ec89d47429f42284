import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createPlanReport } from "../../src/report/create-plan-report";
import type { PlanReport } from "../../src/report/plan-report";
import { parsePlan } from "../../src/terraform/terraform-plan";

/** Plans of this project's stacks, recorded from Terraform against emulators and reduced to a few resources. */
export function readPlanText(name: string): string {
  return readFileSync(join(__dirname, "plans", `${name}.json`), "utf8");
}

const planSchema = z.looseObject({
  resource_changes: z.array(
    z.looseObject({ address: z.string(), change: z.looseObject({ before: z.unknown(), after: z.unknown() }) }),
  ),
});
export type PlanJson = z.infer<typeof planSchema>;

/** Returns a recorded plan as an object that a test can change. */
export function readPlanJson(name: string): PlanJson {
  return planSchema.parse(JSON.parse(readPlanText(name)));
}

export function reportOf(
  plan: unknown,
  more: { stack?: string; config?: string; guardedTypes?: readonly string[] } = {},
): PlanReport {
  return createPlanReport({
    plan: parsePlan(typeof plan === "string" ? plan : JSON.stringify(plan), "the plan"),
    stack: "job-poller-dev",
    config: "{}",
    lockFile: "absent",
    ...more,
  });
}

/** Returns the report of a recorded plan. */
export function givenReport(name: string): PlanReport {
  return reportOf(readPlanText(name));
}

interface GivenChange {
  readonly type?: string;
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly after_unknown?: unknown;
  readonly replace_paths?: readonly unknown[];
  readonly importing?: unknown;
  readonly previous_address?: string;
  readonly deposed?: string;
}

/** Returns a plan with one change of `TYPE.it`; an update by default. */
export function givenPlan({ type = "aws_thing", previous_address, deposed, ...change }: GivenChange): PlanJson {
  const resource = { address: `${type}.it`, mode: "managed", type, previous_address, deposed };
  return planSchema.parse({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: [{ ...resource, change: { actions: ["update"], before: null, after: null, ...change } }],
  });
}
