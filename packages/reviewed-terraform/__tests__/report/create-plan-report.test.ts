import fc from "fast-check";
import { z } from "zod";
import { createPlanReport } from "../../src/report/create-plan-report";
import { planReportSchema, showPlanValue } from "../../src/report/plan-report";
import { parsePlan } from "../../src/terraform/terraform-plan";
import { givenPlan, givenReport, readPlanJson, readPlanText, reportOf, type PlanJson } from "./given-plan";

const known = (value: unknown) => ({ kind: "known", text: JSON.stringify(value) });
const hash: unknown = expect.stringMatching(/^scrypt:[0-9a-f]{64}$/);
const hidden = { kind: "hidden", hash };
const unknown = { kind: "unknown" };

/** Returns the attributes of the only change. */
const attributesOf = (plan: PlanJson) => reportOf(plan).changes[0]?.attributes;

describe("createPlanReport with a recorded plan", () => {
  it.each(["create", "nothing", "code", "code-changed-by-hand", "wait", "iam", "replace", "secret", "secret-in-json"])(
    "matches the schema for the plan %s",
    (name) => {
      const report = givenReport(name);

      expect(planReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    },
  );

  it("shows a changed wait inside the definition", () => {
    const { changes, counts } = givenReport("wait");

    expect(counts).toEqual({ create: 0, update: 1, delete: 0, replace: 0, other: 0 });
    expect(changes).toEqual([
      {
        address: "aws_sfn_state_machine.state-machine_3BB5DA23",
        type: "aws_sfn_state_machine",
        actions: ["update"],
        group: "other",
        replacePaths: [],
        attributes: [
          { path: 'definition.States["Wait X Seconds"].Seconds', after: known(77) },
          { path: 'definition.States["Wait X Seconds"].SecondsPath', before: known("$.waitSeconds") },
        ],
      },
    ]);
  });

  it("shows changed code by its hash, without values that AWS computes", () => {
    expect(givenReport("code").changes).toMatchObject([
      {
        address: "aws_lambda_function.submit-job_217AF778",
        attributes: [
          { path: "last_modified", after: unknown },
          { path: "source_code_hash", before: { kind: "known" }, after: { kind: "known" } },
        ],
      },
    ]);
  });

  it("shows a new action in a policy, in the group of permissions", () => {
    expect(givenReport("iam").changes).toMatchObject([
      {
        group: "iam",
        attributes: [{ path: "policy.Statement[0].Action[2]", after: known("batch:DescribeJobQueues") }],
      },
      {
        group: "iam",
        attributes: [{ path: "policy.Statement[2].Action[2]", after: known("batch:DescribeJobQueues") }],
      },
    ]);
  });

  it("shows replacements with their reason, deletions, and that both are guarded", () => {
    const { changes, counts, guarded } = givenReport("replace");

    expect(counts).toEqual({ create: 0, update: 0, delete: 1, replace: 1, other: 0 });
    expect(changes).toMatchObject([
      { actions: ["delete", "create"], group: "replace", replacePaths: ["name"] },
      { actions: ["delete"], group: "destroy", replacePaths: [], attributes: [] },
    ]);
    expect(guarded).toEqual([
      "aws_batch_job_queue.job-queue_43A2E469",
      "aws_cloudwatch_log_group.job-log-group_E4FB657A",
    ]);
  });

  it("has no changes for an unchanged stack", () => {
    expect(givenReport("nothing")).toMatchObject({ changes: [], outputs: [], failedChecks: [], guarded: [] });
  });

  it("lists changed outputs", () => {
    expect(givenReport("create").outputs).toEqual([
      {
        name: "state_machine_arn",
        actions: ["create"],
        attributes: [
          { path: "", after: known("arn:aws:states:us-east-1:123456789012:stateMachine:job-status-poller-dev") },
        ],
      },
    ]);
  });

  it("reports code that was changed outside Terraform, unless this plan changes it", () => {
    const byHand = "job-status-poller-dev-check-job does not run the code that was deployed from here";
    const failed = [{ address: "check.check-job_4542221B", problems: [expect.stringContaining(byHand)] }];

    expect(givenReport("code-changed-by-hand")).toMatchObject({ changes: [], failedChecks: failed });
    // This plan changes submit-job.
    expect(givenReport("code").failedChecks).toEqual(failed);
  });

  it("hides secrets of a Lambda function, in a container's JSON, and of a sensitive output", () => {
    const reports = [givenReport("secret"), givenReport("secret-in-json")];

    expect(readPlanText("secret")).toMatch(/canary-plain-word.*canary hello|canary hello[^]*canary-plain-word/s);
    expect(readPlanText("secret-in-json")).toContain("canary-token");
    expect(JSON.stringify(reports)).not.toMatch(/canary/i);
    expect(reports[0]?.changes[0]?.attributes).toEqual([
      { path: "environment[0].variables.AWS_X", after: hidden },
      { path: "environment[0].variables.DB_PASSWORD", after: hidden },
      { path: "environment[0].variables.GREETING", after: hidden },
      { path: "environment[0].variables.LOG_LEVEL", after: known("debug") },
    ]);
    expect(reports[0]?.outputs).toEqual([
      { name: "password_hint", actions: ["create"], attributes: [{ path: "", after: hidden }] },
    ]);
    expect(reports[1]?.changes[0]?.attributes).toContainEqual({
      path: "container_properties.environment[API_TOKEN].value",
      after: hidden,
    });
  });
});

describe("digest", () => {
  const withoutTimes = (text: string) => text.replaceAll(/2026-[^"]+/g, "2031-01-01T00:00:00Z");

  it("does not depend on time or configuration", () => {
    const text = readPlanText("code");
    const plan = parsePlan(withoutTimes(text), "the plan");
    const other = { stack: "s", config: "another", lockFile: "absent" } as const;

    expect(withoutTimes(text)).not.toBe(text);
    expect(createPlanReport({ plan, ...other }).digest).toBe(givenReport("code").digest);
  });

  it("depends on the checksums of the providers, and not on those of main", () => {
    const plan = parsePlan(readPlanText("code"), "the plan");
    const digestOf = (sha256: string, previous?: string): string => {
      const aws = { source: "registry.terraform.io/hashicorp/aws", version: "6.1.0" };
      const lockFile = { sha256, providers: [{ ...aws, ...(previous === undefined ? {} : { previous }) }] };
      return createPlanReport({ plan, stack: "s", config: "", lockFile }).digest;
    };

    const [one, other] = ["1".repeat(64), "2".repeat(64)];
    expect(digestOf(one, "5.100.0")).toBe(digestOf(one));
    expect(new Set([digestOf(one), digestOf(other), givenReport("code").digest]).size).toBe(3);
  });

  it("does not depend on values computed by AWS", () => {
    const plan = readPlanJson("code");
    for (const { change } of plan.resource_changes) {
      const before = z.record(z.string(), z.unknown()).parse(change.before);
      change.before = { ...before, last_modified: "another time", source_code_size: 1, version: "7", arn: "arn:x" };
      // In an update, Terraform plans unchanged computed values as known.
      const after = z.record(z.string(), z.unknown()).parse(change.after);
      change.after = { ...after, source_code_size: 1, version: "7", arn: "arn:x" };
    }

    expect(reportOf(plan).digest).toBe(givenReport("code").digest);
  });

  it("changes with a different change of code, of a wait, or of a permission", () => {
    const digests = ["code", "wait", "iam", "nothing"].map((name) => givenReport(name).digest);
    const replaceIn = (name: string, from: string, to: string) => {
      expect(readPlanText(name)).toContain(from);
      return reportOf(readPlanText(name).replaceAll(from, to)).digest;
    };
    digests.push(
      replaceIn("code", "Lkh0US4UsZJSdEXFA5uD62yF9tTF4mXOdOHXhgGpv9U=", "AAA0US4UsZJSdEXFA5uD62yF9tTF4mXOdOHXhgGpv9U="),
      replaceIn("wait", String.raw`\"Seconds\":77`, String.raw`\"Seconds\":78`),
      replaceIn("iam", "batch:DescribeJobQueues", "batch:DeleteJobQueue"),
    );

    expect(new Set(digests).size).toBe(digests.length);
  });

  it("changes with a different secret, though both are hidden", () => {
    const [one, other] = ["old", "new"].map((word) =>
      reportOf(givenPlan({ before: { password: "x" }, after: { password: `${word}-canary` } })),
    );

    expect(one?.digest).not.toBe(other?.digest);
  });

  it("changes when a known value becomes unknown, or another path forces the replacement", () => {
    const actions = ["delete", "create"];
    const plans = [
      givenPlan({ actions, before: { a: 1 }, after: { a: 2 }, replace_paths: [["a"]] }),
      givenPlan({ actions, before: { a: 1 }, after: { a: 2 }, replace_paths: [["b"]] }),
      givenPlan({ actions, before: { a: 1 }, after: {}, after_unknown: { a: true }, replace_paths: [["a"]] }),
      givenPlan({ actions: ["create", "delete"], before: { a: 1 }, after: { a: 2 }, replace_paths: [["a"]] }),
    ];

    expect(new Set(plans.map((plan) => reportOf(plan).digest)).size).toBe(plans.length);
  });

  it("does not depend on the order of changes, members and set elements", () => {
    const groups = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 });
    const tags = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.boolean(), { maxKeys: 4 });
    fc.assert(
      fc.property(groups, tags, fc.infiniteStream(fc.nat()), (subnets, flags, numbers) => {
        const shuffle = <T>(list: readonly T[]): T[] =>
          list
            .map((item): [number, T] => [Number(numbers.next().value), item])
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const plan = (order: <T>(list: readonly T[]) => T[]): PlanJson => {
          const after = {
            compute_resources: [{ subnets: order(subnets), type: "FARGATE" }],
            flags: Object.fromEntries(order(Object.entries(flags))),
          };
          const given = givenPlan({ type: "aws_batch_compute_environment", actions: ["create"], after });
          const more = givenPlan({ type: "aws_other", actions: ["delete"] });
          return { ...given, resource_changes: order([...given.resource_changes, ...more.resource_changes]) };
        };

        expect(reportOf(plan(shuffle)).digest).toBe(reportOf(plan((list) => [...list])).digest);
      }),
      { numRuns: 50 },
    );
  });

  it("depends on the order of a list", () => {
    const digest = (command: string[]) => reportOf(givenPlan({ actions: ["create"], after: { command } })).digest;

    expect(digest(["a", "b"])).not.toBe(digest(["b", "a"]));
  });
});

describe("change", () => {
  it("has its import, move or deposed object", () => {
    const plans = [
      givenPlan({ actions: ["no-op"], importing: { id: "bucket" } }),
      givenPlan({ actions: ["no-op"], previous_address: "aws_thing.old" }),
      givenPlan({ actions: ["delete"], deposed: "8a2f", before: { a: 1 } }),
      givenPlan({ actions: ["forget"] }),
    ];

    expect(plans.map((plan) => reportOf(plan).changes[0])).toMatchObject([
      { actions: ["no-op"], importId: "bucket", group: "other" },
      { actions: ["no-op"], previousAddress: "aws_thing.old", group: "other" },
      { actions: ["delete"], deposed: "8a2f", group: "destroy" },
      { actions: ["forget"], group: "destroy" },
    ]);
    expect(plans.map((plan) => reportOf(plan).counts)).toMatchObject([
      { other: 1 },
      { other: 1 },
      { delete: 1 },
      { delete: 1 },
    ]);
  });

  it.each([
    ["aws_iam_role", "iam"],
    ["aws_sqs_queue_policy", "iam"],
    ["aws_lambda_permission", "iam"],
    ["aws_s3_bucket_public_access_block", "iam"],
    ["aws_vpc_security_group_egress_rule", "network"],
    ["aws_route_table", "network"],
    ["aws_internet_gateway", "network"],
    ["aws_lambda_function", "other"],
  ])("maps %s to the group %s", (type, group) => {
    expect(reportOf(givenPlan({ type })).changes).toMatchObject([{ group }]);
  });

  it("excludes data sources and unchanged resources", () => {
    const plan = givenPlan({ actions: ["read"], after: { a: 1 } });
    const data = { ...plan, resource_changes: plan.resource_changes.map((change) => ({ ...change, mode: "data" })) };

    expect(reportOf(data).changes).toEqual([]);
    expect(reportOf(givenPlan({ actions: ["no-op"] })).changes).toEqual([]);
  });

  it("has attributes that become known, unknown, empty or null", () => {
    const plan = givenPlan({
      before: { list: ["a"], gone: 1, same: true, computed: { arn: "x" }, filled: [], map: {} },
      after: { list: ["b", "c"], same: true, filled: [{ x: 1 }], map: { y: 2 }, nothing: [], none: null },
      after_unknown: { computed: true, list: [false, false, true], inner: { id: true } },
    });

    expect(attributesOf(plan)).toEqual([
      { path: "computed", after: unknown },
      { path: "filled[0].x", after: known(1) },
      { path: "gone", before: known(1) },
      { path: "inner.id", after: unknown },
      { path: "list[0]", before: known("a"), after: known("b") },
      { path: "list[1]", after: known("c") },
      { path: "map.y", after: known(2) },
      { path: "nothing", after: known([]) },
    ]);
  });

  it("has the paths that force a replacement", () => {
    const plan = givenPlan({ actions: ["delete", "create"], replace_paths: [["b", 0, "c"], ["a"]] });

    expect(reportOf(plan).changes[0]?.replacePaths).toEqual(["a", "b[0].c"]);
  });
});

describe("failed check", () => {
  it("has its messages, but no secrets", () => {
    const problems = [{ message: "password=hunter2 is wrong" }, { message: "too old" }];
    const checks = [
      { address: { to_display: "check.b" }, status: "error", instances: [{ problems }] },
      { address: { to_display: "check.a" }, status: "fail" },
      { address: { to_display: "check.c" }, status: "pass", instances: [{}] },
    ];

    expect(reportOf({ ...givenPlan({}), checks }).failedChecks).toEqual([
      { address: "check.a", problems: [] },
      { address: "check.b", problems: ["(hidden)", "too old"] },
    ]);
  });
});

describe("showPlanValue", () => {
  it("renders each kind of value", () => {
    expect(
      [
        undefined,
        { kind: "known", text: '"a"' } as const,
        { kind: "hidden", hash: "x" } as const,
        { kind: "unknown" } as const,
      ].map((value) => showPlanValue(value)),
    ).toEqual(["(none)", '"a"', "(hidden)", "(known after apply)"]);
  });
});
