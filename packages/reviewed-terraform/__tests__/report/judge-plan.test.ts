import { isEmpty, judgePlan } from "../../src/report/judge-plan";
import type { OutputChange } from "../../src/report/plan-report";
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
  ])("accepts the rest of it after an apply that was begun: %s", (_what, changes, outputs) => {
    expect(judgePlan(reviewed, givenReport(changes, { outputs }), reviewed)).toEqual({ kind: "rest" });
  });

  it.each([
    ["no apply was begun", undefined],
    ["the apply of another plan was begun", { ...reviewed, digest: "sha256:" }],
    ["the apply of another configuration was begun", { ...reviewed, configHash: "c".repeat(64) }],
  ])("rejects the rest of it when %s", (_what, begun) => {
    expect(judgePlan(reviewed, givenReport([queue]), begun)).toMatchObject({ kind: "different" });
  });

  it("rejects known values where only unknown ones were reviewed, when no apply was begun", () => {
    const unknown = givenReport([
      givenChange("aws_iam_role.evil", ["create"], [givenAttribute("policy", undefined, "?")]),
    ]);
    const fresh = givenReport([
      givenChange("aws_iam_role.evil", ["create"], [givenAttribute("policy", undefined, "*")]),
    ]);

    expect(judgePlan(unknown, fresh)).toMatchObject({ kind: "different" });
  });

  it.each([
    ["another resource", [givenChange("aws_sns_topic.c", ["create"])], []],
    ["another value", [givenChange("aws_sns_topic.a", ["create"], [givenAttribute("name", undefined, "b")])], []],
    ["another action", [givenChange("aws_sns_topic.a", ["delete", "create"], topic.attributes)], []],
    ["the rest of an interrupted replacement", [{ ...topic, deposed: "1a" }], []],
    ["another output", [topic], [output("new")]],
    ["an import of what was to be created", [{ ...topic, actions: ["no-op" as const], importId: "a" }], []],
  ])("shows what is different: %s", (_what, changes, outputs) => {
    expect(judgePlan(reviewed, givenReport(changes, { outputs }), reviewed)).toMatchObject({ kind: "different" });
  });

  it("rejects another configuration, even with the same plan", () => {
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
