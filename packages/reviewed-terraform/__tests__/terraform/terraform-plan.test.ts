import { parsePlan } from "../../src/terraform/terraform-plan";
import { givenPlan, readPlanText } from "../report/given-plan";

const SOURCE = "the plan of batch-dev";

describe("parsePlan", () => {
  it("parses a plan of Terraform", () => {
    const plan = parsePlan(readPlanText("code"), SOURCE);

    expect(plan.terraform_version).toBe("1.11.4");
    expect(plan.resource_changes.map(({ address }) => address)).toContain("aws_lambda_function.submit-job_217AF778");
  });

  it("accepts a plan without changes", () => {
    const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {} };

    expect(parsePlan(JSON.stringify(plan), SOURCE)).toMatchObject({ resource_changes: [], output_changes: {} });
  });

  it.each([
    ["is missing", " \n", `${SOURCE} is empty; plan again`],
    [
      "is truncated",
      readPlanText("code").slice(0, 900),
      `${SOURCE} is not valid JSON, or truncated after 900 characters; plan`,
    ],
    ["has no format_version", "[]", `${SOURCE} has no format_version, so it is not a plan; plan again`],
    [
      "has a newer format",
      JSON.stringify({ ...givenPlan({}), format_version: "2.0" }),
      `format_version of ${SOURCE} must be 1.x, got "2.0"; use the Terraform version of the workflows`,
    ],
    [
      "is a state",
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}',
      `${SOURCE} is not a supported plan: planned_values: `,
    ],
    [
      "has an unknown action",
      JSON.stringify(givenPlan({ actions: ["explode"] })),
      `${SOURCE} is not a supported plan: resource_changes.0.change.actions.0: `,
    ],
    ["failed", JSON.stringify({ ...givenPlan({}), errored: true }), `${SOURCE} is incomplete, because planning failed`],
    ["is partial", JSON.stringify({ ...givenPlan({}), complete: false }), `${SOURCE} does not contain all changes`],
    [
      "has deferred changes",
      JSON.stringify({ ...givenPlan({}), deferred_changes: [{}] }),
      `${SOURCE} does not contain all changes`,
    ],
    ["invokes actions", JSON.stringify({ ...givenPlan({}), action_invocations: [{}] }), `${SOURCE} invokes actions`],
  ])("rejects a plan that %s", (_, text, message) => {
    expect(() => parsePlan(text, SOURCE)).toThrow(message);
  });
});
