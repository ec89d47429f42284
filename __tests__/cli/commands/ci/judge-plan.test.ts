import { isEmpty, judgePlan } from "../../../../cli/commands/ci/judge-plan";
import type { OutputChange } from "../../../../delivery/plan-report";
import { givenAttribute, givenChange, givenReport } from "../../../delivery/given-report";

const topic = givenChange("aws_sns_topic.a", ["create"], [givenAttribute("name", undefined, "a")]);
const queue = givenChange("aws_sqs_queue.b", ["create"], [givenAttribute("arn", undefined, "?")]);
const output = (name: string): OutputChange => ({ name, actions: ["create"], attributes: [] });

describe("judgePlan", () => {
  const reviewed = givenReport([topic, queue], { outputs: [output("url"), output("arn")] });

  it("takes the reviewed plan", () => {
    expect(judgePlan(reviewed, reviewed)).toEqual({ kind: "same" });
  });

  it.each([
    ["some changes and outputs", [queue], [output("arn")]],
    ["nothing", [], []],
    [
      "a value that AWS has told of since",
      [givenChange("aws_sqs_queue.b", ["create"], [givenAttribute("arn", undefined, "arn:aws:sqs")])],
      [],
    ],
  ])("takes the rest of it: %s", (_what, changes, outputs) => {
    expect(judgePlan(reviewed, givenReport(changes, { outputs }))).toEqual({ kind: "rest" });
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

  it("takes nothing of another configuration, not even the same plan", () => {
    expect(judgePlan(reviewed, { ...reviewed, configHash: "c".repeat(64) })).toMatchObject({
      kind: "different",
      differences: [{ attribute: "cdk.tf.json" }],
    });
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
