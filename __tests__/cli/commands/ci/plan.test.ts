import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CANARY, givenPlan, givenStacks, type GivenStacks } from "./given-stacks";

let given: GivenStacks;
beforeEach(async () => {
  given = await givenStacks();
  given.setStacks("state-backend-dev", "batch-dev");
});
afterEach(() => given.remove());

describe("poller ci plan", () => {
  const plan = (more: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) =>
    given.run(
      ["plan", "--environment", "dev", "--out-dir", given.outDir, "--reports", join(given.path, "reports"), ...more],
      environment,
    );
  const readReport = (): string => readFileSync(join(given.path, "reports", "batch-dev.json"), "utf8");

  it("writes a report and a summary without the secrets of the plan, and leaves no plan behind", async () => {
    const environment = [{ variables: { DB: CANARY } }];
    given.setPlans(
      givenPlan([{ address: "aws_lambda_function.f", actions: ["create"], after: { environment, password: CANARY } }]),
    );

    const { exitCode, stdout, stderr } = await plan();

    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const report = readReport();
    expect(`${stdout}${stderr}${report}${given.github("summary")}`).not.toContain(CANARY);
    expect(given.github("summary")).toContain("password: (hidden)");
    expect(JSON.parse(report)).toMatchObject({ stack: "batch-dev", lockFile: "absent" });
    expect(given.asked()).toContain("plan -input=false -detailed-exitcode -lock=false -out=stack.tfplan");
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
  });

  it("prints the plan where there is no summary, and the digest as JSON", async () => {
    const shown = await plan([], { GITHUB_STEP_SUMMARY: "" });

    expect(shown.stdout).toMatch(/^## Plan of batch-dev\n/);
    expect(JSON.parse((await plan(["--json"])).stdout)).toMatchObject([{ stack: "batch-dev", counts: { create: 0 } }]);
  });

  it.each([
    ["a failure, without the line of cdk.tf.json that Terraform quotes", "plan-error"],
    ["a failure of init", "init-error"],
  ])("reports %s", async (_what, name) => {
    given.set(
      name,
      `╷\n│ Error: Invalid value\n│\n│   on cdk.tf.json line 7, in resource:\n│    7:  "DB": "${CANARY}"\n╵\n`,
    );

    const { exitCode, stderr } = await plan();

    expect(exitCode).toBe(1);
    expect(stderr).toContain("Error: Invalid value");
    expect(stderr).not.toContain(CANARY);
  });

  it.each([
    [
      "truncated",
      '{"format_version":"1.2","reso',
      "the plan of batch-dev is not valid JSON, or truncated after 29 characters",
    ],
    ["newer", '{"format_version":"2.0"}', 'format_version of the plan of batch-dev must be 1.x, got "2.0"'],
  ])("refuses a plan that is %s", async (_what, text, message) => {
    given.set("plan.json", text);

    const { exitCode, stderr } = await plan();

    expect(stderr).toContain(`poller: ${message}`);
    expect(exitCode).toBe(1);
  });

  it("reads a plan without changes only if the stack has check blocks, which may have failed", async () => {
    await plan();
    expect(given.asked().at(-1)).toMatch(/^plan /);
    expect(JSON.parse(readReport())).toMatchObject({ changes: [], failedChecks: [] });

    const file = join(given.stackPath, "cdk.tf.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), check: { code: {} } }));
    const checks = [{ address: { to_display: "check.code" }, status: "fail" }];
    given.setPlans({ ...givenPlan([]), checks });
    await plan();
    expect(given.asked().at(-1)).toBe("show -json stack.tfplan");
    expect(JSON.parse(readReport())).toMatchObject({ failedChecks: [{ address: "check.code", problems: [] }] });
  });

  it("guards the resource types in GUARDED_TYPES, and plans nothing with an invalid list", async () => {
    given.setPlans(givenPlan([{ address: "aws_sqs_queue.orders", actions: ["delete"] }]));

    expect((await plan([], { GUARDED_TYPES: "sqs" })).stderr).toContain('poller: GUARDED_TYPES is "sqs": must be');
    expect(existsSync(join(given.path, "reports"))).toBe(false);
    expect((await plan([], { GUARDED_TYPES: "aws_sqs_queue" })).exitCode).toBe(0);
    expect(JSON.parse(readReport())).toMatchObject({ guarded: ["aws_sqs_queue.orders"] });
  });

  it("plans all stacks that pipelines apply, in their order", async () => {
    given.setStacks("state-backend-dev", "job-poller-dev", "batch-dev");

    expect((await plan()).stdout).toMatch(/^batch-dev: sha256:.*\njob-poller-dev: sha256:.*\n$/);
  });

  it("refuses a stack without its folder, one that is damaged, and a folder without stacks", async () => {
    given.setStacks("nope-dev");
    expect((await plan()).stderr).toBe(
      `poller: there is no stack nope-dev in ${given.outDir}; found batch-dev, job-poller-dev\n`,
    );
    given.setStacks("batch-dev");
    writeFileSync(join(given.stackPath, "cdk.tf.json"), "{");
    expect((await plan()).stderr).toMatch(/^poller: the cdk\.tf\.json of batch-dev is damaged/);
    expect((await given.run(["plan", "--environment", "dev", "--out-dir", given.path])).stderr).toBe(
      `poller: there is no manifest.json in ${given.path}; run: npm run synth\n`,
    );
    expect((await given.run(["drift", "state-backend-dev", "--out-dir", given.outDir])).stderr).toMatch(
      /^poller: state-backend-dev is not applied by pipelines; /,
    );
  });

  describe("with receipts", () => {
    const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
    const KEY = `${BUCKET}/reviewed/7/c0ffee/99-2/batch-dev.json`;
    const run = { GITHUB_RUN_ID: "99", GITHUB_RUN_ATTEMPT: "2", GITHUB_REPOSITORY: "acme/poller" };
    const store = (environment: Readonly<Record<string, string>> = {}) => {
      const event = join(given.path, "event.json");
      const head = { sha: "c0ffee", repo: { full_name: "acme/poller" } };
      writeFileSync(event, JSON.stringify({ pull_request: { number: 7, head } }));
      return plan(["--receipts"], { ...run, GITHUB_EVENT_PATH: event, ...environment });
    };
    beforeEach(() => {
      given.s3.buckets.add(BUCKET);
    });

    it("stores each report under pull request, commit, run and attempt", async () => {
      expect(await store()).toMatchObject({ exitCode: 0, stderr: "" });
      expect(given.s3.objects.get(KEY)).toBe(readReport());
    });

    it("overwrites none", async () => {
      given.s3.objects.set(KEY, "{}");

      const { exitCode, stderr } = await store();

      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        `poller: cannot store s3://${KEY}: it exists, and is never overwritten; run all jobs again\n`,
      );
      expect(given.s3.objects.get(KEY)).toBe("{}");
    });

    it("explains a bucket that is missing, and requires a pull request", async () => {
      given.s3.buckets.delete(BUCKET);
      expect((await store()).stderr).toContain(`poller: cannot store s3://${KEY}: `);

      expect((await store({ GITHUB_EVENT_PATH: "" })).stderr).toBe(
        "poller: --receipts requires a run of GitHub Actions for a pull request\n",
      );
    });
  });
});
