import { isEmpty, judgePlan } from "../../src/report/judge-plan";
import type { AttributeChange, OutputChange, PlanReport, ResourceChange } from "../../src/report/plan-report";
import { givenAttribute, givenChange, givenReport } from "../../testing/given-report";

const topic = givenChange("aws_sns_topic.a", ["create"], [givenAttribute("name", undefined, "a")]);
const queue = givenChange("aws_sqs_queue.b", ["create"], [givenAttribute("arn", undefined, "?")]);
const output = (name: string): OutputChange => ({ name, actions: ["create"], attributes: [] });

describe("judgePlan", () => {
  const reviewed = givenReport([topic, queue], { outputs: [output("url"), output("arn")] });

  it("accepts the reviewed plan", () => {
    expect(judgePlan(reviewed, reviewed)).toEqual({ kind: "same" });
  });

  it.each([
    ["some changes and outputs", [queue], [output("arn")]],
    ["nothing", [], []],
    [
      "a value that AWS has returned since",
      [givenChange("aws_sqs_queue.b", ["create"], [givenAttribute("arn", undefined, "arn:aws:sqs")])],
      [],
    ],
  ])("accepts the rest of it: %s", (_what, changes, outputs) => {
    expect(judgePlan(reviewed, givenReport(changes, { outputs }))).toEqual({ kind: "rest", takenOver: [] });
  });

  it.each([
    ["another resource", [givenChange("aws_sns_topic.c", ["create"])], []],
    ["another value", [givenChange("aws_sns_topic.a", ["create"], [givenAttribute("name", undefined, "b")])], []],
    ["another action", [givenChange("aws_sns_topic.a", ["delete", "create"], topic.attributes)], []],
    ["the rest of an interrupted replacement", [{ ...topic, deposed: "1a" }], []],
    ["another output", [topic], [output("new")]],
  ])("shows what is different: %s", (_what, changes, outputs) => {
    expect(judgePlan(reviewed, givenReport(changes, { outputs }))).toMatchObject({ kind: "different" });
  });

  it("rejects another configuration, even with the same plan", () => {
    expect(judgePlan(reviewed, { ...reviewed, configHash: "c".repeat(64) })).toMatchObject({
      kind: "different",
      differences: [{ attribute: "cdk.tf.json" }],
    });
  });
});

describe("a plan that takes over what a killed attempt has made", () => {
  const name = givenAttribute("name", undefined, "f");
  const reviewed = givenReport([
    topic,
    givenChange("aws_lambda_function.f", ["create"], [name, givenAttribute("version", undefined, "?")]),
  ]);
  const imported = (
    actions: ResourceChange["actions"],
    attributes: readonly AttributeChange[] = [],
    more: Partial<ResourceChange> = {},
  ): PlanReport =>
    givenReport([topic, givenChange("aws_lambda_function.f", actions, attributes, { importId: "f", ...more })]);

  it.each([
    ["all of it is as reviewed", imported(["no-op"])],
    ["what is not becomes so", imported(["update"], [givenAttribute("name", "g", "f")])],
    ["AWS has its say since", imported(["update"], [givenAttribute("version", "1", "2")])],
    ["something goes that was not reviewed", imported(["update"], [givenAttribute("tags.Owner", "ann", undefined)])],
  ])("accepts the rest of the reviewed plan when %s", (_what, fresh) => {
    expect(judgePlan(reviewed, fresh, true)).toEqual({ kind: "rest", takenOver: ["aws_lambda_function.f"] });
  });

  it.each([
    ["replaces it", imported(["delete", "create"], [name])],
    ["sets another value", imported(["update"], [givenAttribute("name", "f", "g")])],
    ["sets what was not reviewed", imported(["update"], [givenAttribute("role", undefined, "admin")])],
    ["removes what was reviewed", imported(["update"], [givenAttribute("name", "f", undefined)])],
    ["moves it in the state", imported(["no-op"], [], { previousAddress: "aws_lambda_function.g" })],
    [
      "imports what was not to be made",
      givenReport([topic, givenChange("aws_iam_role.r", ["no-op"], [], { importId: "r" })]),
    ],
  ])("rejects a plan that %s", (_what, fresh) => {
    expect(judgePlan(reviewed, fresh, true)).toMatchObject({ kind: "different" });
  });

  it("rejects an import of a resource reviewed as an update", () => {
    const update = givenReport([topic, givenChange("aws_lambda_function.f", ["update"], [name])]);

    expect(judgePlan(update, imported(["no-op"]), true)).toMatchObject({ kind: "different" });
  });

  it("rejects imports without an interrupted attempt", () => {
    expect(judgePlan(reviewed, imported(["no-op"]))).toMatchObject({ kind: "different" });
  });
});

describe("an empty plan", () => {
  it("changes nothing, and finds nothing that was changed by hand", () => {
    expect(isEmpty(givenReport())).toBe(true);
    expect(isEmpty(givenReport([topic]))).toBe(false);
    expect(isEmpty(givenReport([], { outputs: [output("x")] }))).toBe(false);
    expect(isEmpty(givenReport([], { failedChecks: [{ address: "check.code", problems: [] }] }))).toBe(false);
  });
});
