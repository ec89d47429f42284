import { parsePlanChanges, renderPlanChanges } from "../../../cli/terraform/plan-changes";

const change = (actions: string[], more: object = {}, mode = "managed") => ({
  address: `aws_iam_role.${actions.join("-")}`,
  mode,
  type: "aws_iam_role",
  change: { actions, before: null, after: null, ...more },
});

const planJson = (more: object = {}): string =>
  JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, ...more });

describe("a plan's changes", () => {
  it("leaves out what stays as it is and what is only read", () => {
    const plan = {
      resource_changes: [change(["no-op"]), change(["read"], {}, "data"), change(["create"], {}, "data")],
    };

    expect(parsePlanChanges(planJson(plan))).toEqual([]);
  });

  it("has none where the plan has no resources", () => {
    expect(parsePlanChanges(planJson())).toEqual([]);
  });

  it("shows each change by sign, type, and AWS's name where there is one", () => {
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

    expect(renderPlanChanges(parsePlanChanges(planJson(plan)))).toEqual([
      "  +   create   aws_iam_role   plan-role",
      "  ~   update   aws_iam_role   update",
      "  -   delete   aws_iam_role   https://token.example",
      "  -/+ replace  aws_iam_role   delete-create",
      "  -/+ replace  aws_iam_role   create-delete",
      "  <   import   aws_s3_bucket  state",
    ]);
  });
});
