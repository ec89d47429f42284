import { parsePlan, type TerraformPlan } from "../../src/terraform/terraform-plan";
import { findPlanChanges, renderPlanChanges, stepsOf } from "../../src/terraform/plan-changes";

const change = (actions: string[], more: object = {}, mode = "managed") => ({
  address: `aws_iam_role.${actions.join("-")}`,
  mode,
  type: "aws_iam_role",
  change: { actions, before: null, after: null, ...more },
});

const planOf = (more: object = {}): TerraformPlan =>
  parsePlan(
    JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, ...more }),
    "the plan",
  );

describe("a plan's changes", () => {
  it("omits unchanged resources and data sources", () => {
    const plan = {
      resource_changes: [change(["no-op"]), change(["read"], {}, "data"), change(["create"], {}, "data")],
    };

    expect(findPlanChanges(planOf(plan))).toEqual([]);
  });

  it("returns none for a plan without resources", () => {
    expect(findPlanChanges(planOf())).toEqual([]);
  });

  it("renders each change by sign, type and name in AWS, if known", () => {
    const plan = {
      resource_changes: [
        change(["create"], { after: { name: "plan-role" } }),
        change(["update"]),
        change(["delete"], { before: { url: "https://token.example" } }),
        change(["delete", "create"]),
        change(["create", "delete"]),
        { ...change(["no-op"], { after: { bucket: "state" }, importing: { id: "state" } }), type: "aws_s3_bucket" },
      ],
    };

    expect(renderPlanChanges(findPlanChanges(planOf(plan)))).toEqual([
      "  +   create   aws_iam_role   plan-role",
      "  ~   update   aws_iam_role   update",
      "  -   delete   aws_iam_role   https://token.example",
      "  -/+ replace  aws_iam_role   delete-create",
      "  -/+ replace  aws_iam_role   create-delete",
      "  <   import   aws_s3_bucket  state",
    ]);
  });

  it("lists the steps of a change in Terraform's order", () => {
    expect(stepsOf({ action: "replace" })).toEqual(["delete", "create"]);
    expect(stepsOf({ action: "import", isChanged: true })).toEqual(["import", "update"]);
    expect(stepsOf({ action: "update" })).toEqual(["update"]);
  });
});
