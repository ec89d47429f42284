import { parsePlan } from "../../delivery/terraform-plan";
import { givenPlan, readPlanText } from "./given-plan";

const SOURCE = "the plan of batch-dev";

describe("parsePlan", () => {
  it("reads what the real Terraform writes", () => {
    const plan = parsePlan(readPlanText("code"), SOURCE);

    expect(plan.terraform_version).toBe("1.11.4");
    expect(plan.resource_changes.map(({ address }) => address)).toContain("aws_lambda_function.submit-job_217AF778");
  });

  it("takes a plan without changes for what it is", () => {
    const plan = { format_version: "1.2", terraform_version: "1.11.4", planned_values: {} };

    expect(parsePlan(JSON.stringify(plan), SOURCE)).toMatchObject({ resource_changes: [], output_changes: {} });
  });

  it.each([
    ["is missing", " \n", `${SOURCE} is empty; plan again`],
    ["was cut off", readPlanText("code").slice(0, 900), `${SOURCE} is no JSON, or cut off after 900 characters; plan`],
    ["is something else", "[]", `${SOURCE} has no format_version, so it is no plan; plan again`],
    [
      "is of a newer format",
      JSON.stringify({ ...givenPlan({}), format_version: "2.0" }),
      `${SOURCE} has format_version "2.0", and only 1.x is understood; use the Terraform that the workflows install`,
    ],
    [
      "is a state",
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}',
      `${SOURCE} is no plan that is understood: planned_values: `,
    ],
    [
      "does something that is not known",
      JSON.stringify(givenPlan({ actions: ["explode"] })),
      `${SOURCE} is no plan that is understood: resource_changes.0.change.actions.0: `,
    ],
    [
      "failed",
      JSON.stringify({ ...givenPlan({}), errored: true }),
      `${SOURCE} was not finished, because planning failed`,
    ],
    ["is a part", JSON.stringify({ ...givenPlan({}), complete: false }), `${SOURCE} is only a part of all changes`],
    ["defers", JSON.stringify({ ...givenPlan({}), deferred_changes: [{}] }), `${SOURCE} is only a part of all changes`],
    ["invokes", JSON.stringify({ ...givenPlan({}), action_invocations: [{}] }), `${SOURCE} invokes actions`],
  ])("refuses a plan that %s", (_, text, message) => {
    expect(() => parsePlan(text, SOURCE)).toThrow(message);
  });
});
