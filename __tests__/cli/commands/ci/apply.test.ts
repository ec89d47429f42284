import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CANARY, givenApplied, givenPlan, givenStacks, type GivenResource, type GivenStacks } from "./given-stacks";

const TOPIC: GivenResource = { address: "aws_sns_topic.a", actions: ["create"], after: { name: "a" } };
const QUEUE: GivenResource = { address: "aws_sqs_queue.b", actions: ["create"], after: { name: "b" } };
const TREE = "a".repeat(40);

let given: GivenStacks;
let reviewed: string;
beforeEach(async () => {
  given = await givenStacks();
  reviewed = join(given.path, "reviewed");
});
afterEach(() => given.remove());

/** Plans as a pull request does, so that the plan counts as reviewed. */
async function review(resources: readonly GivenResource[], body?: string): Promise<void> {
  given.setPlans(givenPlan(resources));
  const report = join(reviewed, "batch-dev.json");
  const { exitCode, stderr } = await given.run(["plan", "batch-dev", "--out-dir", given.outDir, "--report", report]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  if (body === undefined) return;
  const pullRequest = { number: 7, url: "", headSha: "c", runUrl: "", body };
  writeFileSync(join(reviewed, "pull-request.json"), JSON.stringify(pullRequest));
}

const apply = (...more: readonly string[]) =>
  given.run(["apply", "batch-dev", "--out-dir", given.outDir, "--reviewed", reviewed, ...more]);

const applied = (): boolean => given.asked().some((asked) => asked.startsWith("apply"));

describe("poller ci apply", () => {
  it("applies exactly the plan that it compared, deletes it, and finds a second plan empty", async () => {
    await review([TOPIC]);
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(stderr).toMatch(
      /^batch-dev: the plan matches the reviewed plan, sha256:[0-9a-f]{64}\naws_sns_topic\.a: create started\naws_sns_topic\.a: create done\nbatch-dev: a second plan has no changes\n$/,
    );
    expect(exitCode).toBe(0);
    expect(given.asked().slice(3)).toEqual([
      "init -input=false -reconfigure",
      "plan -input=false -detailed-exitcode -out=stack.tfplan",
      "show -json stack.tfplan",
      "apply -input=false -json stack.tfplan",
      "plan -input=false -detailed-exitcode -lock=false -out=stack.tfplan",
      "show -json stack.tfplan",
    ]);
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
    expect(given.github("summary")).toContain("## ✅ batch-dev applied: 1 of 1 change");
  });

  it("refuses a plan that has changed since the review, with an exit code of its own, and shows how", async () => {
    await review([TOPIC]);
    given.setPlans(givenPlan([{ ...TOPIC, after: { name: "other" } }, QUEUE]));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      "poller: the plan of batch-dev differs from the reviewed plan, so nothing was applied; open a new pull request, or to apply the current plan: run the workflow Deploy by hand with accept-new-plan, or: npm run ci -- apply batch-dev --accept-new-plan\n",
    );
    expect(stderr).toContain('poller:   aws_sns_topic.a: name: reviewed "a", now "other"\n');
    expect(stderr).toContain("poller:   aws_sqs_queue.b: action: reviewed no change, now create\n");
    expect(given.github("summary")).toContain('@@ aws_sns_topic.a @@\n- name: "a"\n+ name: "other"\n');
    expect(applied()).toBe(false);
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
  });

  it("lists only changes of differing resources, up to a limit", async () => {
    await review([TOPIC]);
    const many = Array.from({ length: 50 }, (_, index) => ({ ...QUEUE, address: `aws_sqs_queue.q${index}` }));
    const update = {
      ...TOPIC,
      actions: ["update"],
      before: { name: "a", fifo: "no" },
      after: { name: "a", fifo: "yes" },
    };
    given.setPlans(givenPlan([update, ...many]));

    const { stderr } = await apply();

    expect(stderr).toContain("poller:   aws_sns_topic.a: action: reviewed create, now update\n");
    expect(stderr).toContain('poller:   aws_sns_topic.a: fifo: reviewed no change, now "no" -> "yes"\n');
    expect(stderr).not.toContain("aws_sns_topic.a: name");
    expect(stderr).toContain("poller: … and 12 more\n");
  });

  it("shows of two long values where they differ", async () => {
    const script = "echo harmless; ".repeat(40);
    await review([{ ...TOPIC, after: { name: `${script}ls` } }]);
    given.setPlans(givenPlan([{ ...TOPIC, after: { name: `${script}curl evil.example` } }]));

    const { stderr } = await apply();

    expect(stderr).toMatch(/aws_sns_topic\.a: name: reviewed ….{60}ls", now ….{60}curl evil\.example"\n/);
  });

  it("refuses the same plan of another cdk.tf.json", async () => {
    await review([TOPIC]);
    const file = join(given.stackPath, "cdk.tf.json");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(3);
    expect(stderr).toContain("poller:   batch-dev: cdk.tf.json: reviewed SHA-256 ");
  });

  it("rejects a plan without a review, and prints the plan", async () => {
    given.setPlans(givenPlan([TOPIC]));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^poller: no plan of batch-dev was reviewed, so nothing was applied; /);
    expect(given.github("summary")).toContain("+ aws_sns_topic.a");
    expect(applied()).toBe(false);
  });

  it("applies a new plan when that is asked for", async () => {
    given.setPlans(givenPlan([TOPIC]));
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply("--accept-new-plan");

    expect(stderr).toContain("batch-dev: accepted a new plan, sha256:");
    expect(exitCode).toBe(0);
  });

  it("has nothing to refuse when nothing is to be changed", async () => {
    const { exitCode, stderr } = await apply();

    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "batch-dev: nothing to change\n",
    });
    expect(applied()).toBe(false);
  });

  it("lists applied and remaining changes after a failure, without secrets", async () => {
    await review([TOPIC, QUEUE, { address: "aws_sns_topic.c", actions: ["create"], after: {} }]);
    given.setApply(
      [
        ...givenApplied("aws_sns_topic.a", "create", "apply_complete"),
        ...givenApplied("aws_sqs_queue.b", "create", "apply_errored"),
        {
          type: "diagnostic",
          diagnostic: {
            severity: "error",
            summary: "creating SQS Queue (b)",
            detail: `AccessDenied\npassword=${CANARY}`,
            address: "aws_sqs_queue.b",
            snippet: { code: CANARY },
          },
        },
      ],
      1,
    );

    const { exitCode, stdout, stderr } = await apply();

    expect(exitCode).toBe(1);
    expect(stderr).toContain("poller: batch-dev was applied in part: Error: creating SQS Queue (b)\n");
    expect(stderr).toContain(
      "poller: not applied (2 of 3); run the failed job again to apply the rest:\npoller:   aws_sns_topic.c: not begun\npoller:   aws_sqs_queue.b: failed\n",
    );
    const summary = given.github("summary");
    expect(summary).toContain("| `aws_sqs_queue.b` | create | ❌ failed |");
    expect(summary).toContain("| `aws_sns_topic.a` | create | ✅ done |");
    expect(`${stdout}${stderr}${summary}`).not.toContain(CANARY);
  });

  it("applies in a second attempt what the first left, with what AWS has made up since", async () => {
    const unknown = { ...QUEUE, after: { name: "b" }, afterUnknown: { policy: true } };
    await review([TOPIC, unknown]);
    given.setPlans(givenPlan([{ ...QUEUE, after: { name: "b", policy: "arn" } }]));
    given.setApply(givenApplied("aws_sqs_queue.b", "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(stderr).toContain("batch-dev: the plan is the rest of the reviewed plan after an earlier attempt\n");
    expect(exitCode).toBe(0);
  });

  it("reports changes in a second plan", async () => {
    await review([TOPIC]);
    given.setPlans(givenPlan([TOPIC]), givenPlan([QUEUE]));
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(2);
    expect(stderr).toContain("batch-dev did not converge: a second plan has changes");
    expect(given.github("summary")).toContain("## ❌ batch-dev did not converge");
  });

  it("reports the owner of the lock first", async () => {
    await review([TOPIC]);
    const lock = { ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" };
    given.s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify(lock));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(1);
    expect(stderr).toContain("the state of batch-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2");
    expect(applied()).toBe(false);
  });
});

describe("what keeps data or work", () => {
  const LOGS: GivenResource = { address: "aws_cloudwatch_log_group.logs", actions: ["delete"], before: { name: "l" } };

  it("rejects a deletion without its allow-destroy line and shows the line", async () => {
    await review([LOGS], "Cleans up.\nallow-destroy:aws_cloudwatch_log_group.logs");

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'warning: "allow-destroy:aws_cloudwatch_log_group.logs" has no effect: it must be exactly allow-destroy: ADDRESS\n',
    );
    expect(stderr).toContain("add these lines to the description of pull request 7");
    expect(stderr).toContain("poller:   allow-destroy: aws_cloudwatch_log_group.logs\n");
    expect(given.github("summary")).toContain("allow-destroy: aws_cloudwatch_log_group.logs");
    expect(applied()).toBe(false);
  });

  it("allows a deletion with its line and reports unused lines", async () => {
    await review([LOGS], "allow-destroy: aws_cloudwatch_log_group.logs\nallow-destroy: aws_s3_bucket.x");
    given.setApply(givenApplied("aws_cloudwatch_log_group.logs", "delete", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(stderr).toContain("warning: allow-destroy: aws_s3_bucket.x has no effect: no plan deletes this resource\n");
    expect(exitCode).toBe(0);
  });

  it("allows a deletion without a pull request by --allow-destroy", async () => {
    given.setPlans(givenPlan([LOGS]));
    given.setApply(givenApplied("aws_cloudwatch_log_group.logs", "delete", "apply_complete"), 0);

    expect((await apply("--accept-new-plan")).stderr).toContain(
      "add these lines to the description of the pull request",
    );
    expect(await apply("--accept-new-plan", "--allow-destroy", "aws_cloudwatch_log_group.logs")).toMatchObject({
      exitCode: 0,
    });
  });
});

describe("the code of a function", () => {
  const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
  const lambda: GivenResource = {
    address: "aws_lambda_function.f",
    actions: ["create"],
    after: { filename: "f.zip", source_code_hash: hashOf("code") },
  };
  const setDeployed = (hash: string): void => {
    const resources = [{ address: "aws_lambda_function.f", values: { code_sha256: hash } }];
    given.setPlans(givenPlan([lambda]), {
      ...givenPlan([]),
      prior_state: { values: { root_module: { resources } } },
    });
  };
  beforeEach(async () => {
    await review([lambda]);
    given.setApply(givenApplied("aws_lambda_function.f", "create", "apply_complete"), 0);
    mkdirSync(given.stackPath, { recursive: true });
  });

  it("deploys exactly the planned code", async () => {
    writeFileSync(join(given.stackPath, "f.zip"), "code");
    setDeployed(hashOf("code"));

    expect(await apply()).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["another zip", "tampered", /SHA-256 of f\.zip of aws_lambda_function\.f must be/],
    ["no zip", undefined, /f\.zip of aws_lambda_function\.f does not exist/],
  ])("does not deploy code from %s", async (_what, content, message) => {
    if (content !== undefined) writeFileSync(join(given.stackPath, "f.zip"), content);

    const { exitCode, stderr } = await apply();

    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
    expect(applied()).toBe(false);
  });

  it("must be what AWS runs afterwards", async () => {
    writeFileSync(join(given.stackPath, "f.zip"), "code");
    setDeployed(hashOf("other"));

    const { exitCode, stderr } = await apply();

    expect(stderr).toContain("poller: SHA-256 of the code of aws_lambda_function.f must be");
    expect(exitCode).toBe(1);
  });
});

describe("poller ci plan", () => {
  const plan = (...more: readonly string[]) =>
    given.run(["plan", "batch-dev", "--out-dir", given.outDir, "--report", join(given.path, "r.json"), ...more]);

  it("writes a report and a summary without the secrets of the plan, and leaves no plan behind", async () => {
    const environment = [{ variables: { DB: CANARY } }];
    given.setPlans(
      givenPlan([{ address: "aws_lambda_function.f", actions: ["create"], after: { environment, password: CANARY } }]),
    );

    const { exitCode, stdout, stderr } = await plan("--tree", TREE);

    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const report = readFileSync(join(given.path, "r.json"), "utf8");
    expect(`${stdout}${stderr}${report}${given.github("summary")}`).not.toContain(CANARY);
    expect(given.github("summary")).toContain("password: (hidden)");
    expect(JSON.parse(report)).toMatchObject({ stack: "batch-dev", tree: TREE, lockFile: "absent" });
    expect(given.asked()).toContain("plan -input=false -detailed-exitcode -lock=false -out=stack.tfplan");
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
  });

  it("prints the plan where there is no summary, and the digest as JSON", async () => {
    const shown = await given.run(
      ["plan", "batch-dev", "--out-dir", given.outDir, "--report", join(given.path, "r.json")],
      { GITHUB_STEP_SUMMARY: "" },
    );

    expect(shown.stdout).toMatch(/^## Plan of batch-dev\n/);
    expect(JSON.parse((await plan("--json")).stdout)).toMatchObject({ stack: "batch-dev", counts: { create: 0 } });
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

  it("refuses a stack that is not there or not the pipelines', and a tree that is none", async () => {
    const run = async (stack: string, ...more: readonly string[]) =>
      (await given.run(["plan", stack, "--out-dir", given.outDir, "--report", "r.json", ...more])).stderr;

    expect(await run("nope-dev")).toBe(
      `poller: there is no stack nope-dev in ${given.outDir}; found batch-dev, job-poller-dev\n`,
    );
    expect(await run("state-backend-dev")).toMatch(/^poller: state-backend-dev is not applied by pipelines; /);
    expect(await run("batch-dev", "--tree", "main")).toContain('got "main"');
    writeFileSync(join(given.stackPath, "cdk.tf.json"), "{");
    expect(await run("batch-dev")).toMatch(/^poller: the cdk\.tf\.json of batch-dev is damaged/);
  });
});
