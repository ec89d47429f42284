import { comparePlans } from "../../src/report/compare-plans";
import { givenPlan, givenReport, readPlanText, reportOf } from "./given-plan";

describe("comparePlans", () => {
  it.each(["create", "nothing", "code", "replace", "secret"])("finds two plans that do the same equal: %s", (name) => {
    expect(comparePlans(givenReport(name), givenReport(name))).toEqual([]);
  });

  it("reports added and removed changes", () => {
    const [code, wait] = [givenReport("code"), givenReport("wait")];

    expect(comparePlans(code, wait)).toEqual([
      {
        address: "aws_lambda_function.submit-job_217AF778",
        attribute: "action",
        reviewed: "update",
        now: "no change",
      },
      {
        address: "aws_sfn_state_machine.state-machine_3BB5DA23",
        attribute: "action",
        reviewed: "no change",
        now: "update",
      },
      {
        address: "aws_sfn_state_machine.state-machine_3BB5DA23",
        attribute: 'definition.States["Wait X Seconds"].Seconds',
        reviewed: "no change",
        now: "77",
      },
      {
        address: "aws_sfn_state_machine.state-machine_3BB5DA23",
        attribute: 'definition.States["Wait X Seconds"].SecondsPath',
        reviewed: "no change",
        now: '"$.waitSeconds" -> (none)',
      },
    ]);
  });

  it("reports the attribute with the reviewed and the current value", () => {
    const now = reportOf(readPlanText("wait").replaceAll(String.raw`\"Seconds\":77`, String.raw`\"Seconds\":7`));

    expect(comparePlans(givenReport("wait"), now)).toEqual([
      {
        address: "aws_sfn_state_machine.state-machine_3BB5DA23",
        attribute: 'definition.States["Wait X Seconds"].Seconds',
        reviewed: "77",
        now: "7",
      },
    ]);
  });

  it("reports a different provider lock file", () => {
    const lockFile = { sha256: "1".repeat(64), providers: [] };

    expect(comparePlans(givenReport("nothing"), { ...givenReport("nothing"), lockFile })).toEqual([
      { address: "job-poller-dev", attribute: "provider lock", reviewed: "(none)", now: `SHA-256 ${"1".repeat(64)}` },
    ]);
  });

  it("reports only the address of a created or deleted resource", () => {
    const create = reportOf(givenPlan({ actions: ["create"], before: null, after: { name: "a" } }));
    const nothing = reportOf(givenPlan({ actions: ["no-op"], before: {}, after: {} }));

    expect(comparePlans(nothing, create)).toEqual([
      { address: "aws_thing.it", attribute: "action", reviewed: "no change", now: "create" },
    ]);
  });

  it("reports a different hidden value without showing it", () => {
    const report = (password: string) => reportOf(givenPlan({ before: { password: "old" }, after: { password } }));

    expect(comparePlans(report("one"), report("two"))).toEqual([
      {
        address: "aws_thing.it",
        attribute: "password",
        reviewed: "(hidden)",
        now: "(hidden), but a different value",
      },
    ]);
  });

  it("reports a different action, reason or origin, and an attribute that no longer changes", () => {
    const reviewed = givenPlan({ before: { a: 1, b: 1 }, after: { a: 2, b: 2 } });
    const fresh = givenPlan({
      actions: ["delete", "create"],
      before: { a: 1, b: 2 },
      after: { a: 2, b: 2 },
      replace_paths: [["a"]],
      previous_address: "aws_thing.old",
      importing: { id: "i-1" },
    });

    const address = "aws_thing.it";
    expect(comparePlans(reportOf(reviewed), reportOf(fresh))).toEqual([
      { address, attribute: "action", reviewed: "update", now: "delete, then create" },
      { address, attribute: "replacement forced by", reviewed: "(none)", now: "a" },
      { address, attribute: "moved from", reviewed: "(none)", now: "aws_thing.old" },
      { address, attribute: "imported from", reviewed: "(none)", now: "i-1" },
      { address, attribute: "b", reviewed: "1 -> 2", now: "no change" },
    ]);
  });

  it("reports a different value before the change, and only the changed lines of a string", () => {
    const script = (word: string): object => ({ script: ["set -e", `echo ${word}`, "exit 0"].join("\n") });
    const planned = (before: string, after: string) =>
      reportOf(givenPlan({ before: script(before), after: script(after) }));

    const address = "aws_thing.it";
    expect(comparePlans(planned("a", "b"), planned("b", "c"))).toEqual([
      { address, attribute: "script, current value, line 2", reviewed: '"echo a"', now: '"echo b"' },
      { address, attribute: "script, line 2", reviewed: '"echo b"', now: '"echo c"' },
    ]);
    const nothing = reportOf(givenPlan({ before: { n: 1 }, after: { n: 2 } }));
    expect(comparePlans(nothing, planned("a", "b"))).toEqual([
      { address, attribute: "n", reviewed: "1 -> 2", now: "no change" },
      { address, attribute: "script, line 2", reviewed: "no change", now: '"echo a" -> "echo b"' },
    ]);
  });

  it("compares outputs", () => {
    const now = reportOf(readPlanText("create").replaceAll("stateMachine:job-status-poller-dev", "stateMachine:other"));
    const differences = comparePlans(givenReport("create"), now);

    expect(differences).toContainEqual({
      address: "output.state_machine_arn",
      attribute: "",
      reviewed: '"arn:aws:states:us-east-1:123456789012:stateMachine:job-status-poller-dev"',
      now: '"arn:aws:states:us-east-1:123456789012:stateMachine:other"',
    });
  });

  it("reports a different configuration with equal plans", () => {
    const reviewed = reportOf(readPlanText("code"), { config: "a" });
    const fresh = reportOf(readPlanText("code"), { config: "b" });

    expect(comparePlans(reviewed, fresh)).toEqual([
      {
        address: "job-poller-dev",
        attribute: "cdk.tf.json",
        reviewed: `SHA-256 ${reviewed.configHash}`,
        now: `SHA-256 ${fresh.configHash}`,
      },
    ]);
  });

  it("finds a difference only if the digests differ", () => {
    const names = ["create", "nothing", "code", "wait", "iam", "replace", "secret", "secret-in-json"];
    const reports = names.map(givenReport);

    for (const one of reports)
      for (const other of reports) expect(comparePlans(one, other).length === 0).toBe(one.digest === other.digest);
  });

  it("rejects plans of different stacks", () => {
    const other = reportOf(readPlanText("code"), { stack: "batch-dev" });

    expect(() => comparePlans(givenReport("code"), other)).toThrow(
      "cannot compare plans of different stacks: job-poller-dev and batch-dev",
    );
  });
});
