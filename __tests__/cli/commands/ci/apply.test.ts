import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { startMockGithub } from "reviewed-terraform/testing";
import { givenState } from "../../given-s3";
import { CANARY, givenApplied, givenPlan, givenStacks, type GivenResource, type GivenStacks } from "./given-stacks";

const TOPIC: GivenResource = { address: "aws_sns_topic.a", actions: ["create"], after: { name: "a" } };
const QUEUE: GivenResource = { address: "aws_sqs_queue.b", actions: ["create"], after: { name: "b" } };
const BEGUN = "state/dev/batch.tfstate.begun";

let given: GivenStacks;
let plans: string;
beforeEach(async () => {
  given = await givenStacks();
  given.setStacks("batch-dev");
  plans = join(given.path, "plans.json");
});
afterEach(() => given.remove());

/** Approves a plan: writes the file that `ci review` writes for it. */
async function approveOf(resources: readonly GivenResource[]): Promise<void> {
  given.setPlans(givenPlan(resources));
  const reports = join(given.path, "reports");
  const options = ["--environment", "dev", "--out-dir", given.outDir, "--reports", reports];
  expect(await given.run(["plan", ...options])).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await given.run(["review", ...options, "--plans", plans])).toMatchObject({ exitCode: 0 });
}

const apply = (environment: Readonly<Record<string, string>> = {}) =>
  given.run(["apply", "--out-dir", given.outDir, "--plans", plans], environment);

const applied = (): boolean => given.asked().some((asked) => asked.startsWith("apply"));

describe("poller ci apply", () => {
  it("applies exactly the plan that it compared, deletes it, and finds a second plan empty", async () => {
    await approveOf([TOPIC]);
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_complete"), 0);
    const before = given.asked().length;

    const { exitCode, stderr } = await apply();

    expect(stderr).toMatch(
      /^batch-dev: the plan is the approved one, sha256:[0-9a-f]{64}\naws_sns_topic\.a: create started\naws_sns_topic\.a: create done\nbatch-dev: a second plan has no changes\n$/,
    );
    expect(exitCode).toBe(0);
    expect(given.asked().slice(before)).toEqual([
      "init -input=false -reconfigure",
      "plan -input=false -detailed-exitcode -out=stack.tfplan",
      "show -json stack.tfplan",
      "apply -input=false -json stack.tfplan",
      "plan -input=false -detailed-exitcode -lock=false -out=stack.tfplan",
    ]);
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
    expect(given.github("summary")).toContain("## ✅ batch-dev applied: 1 of 1 change");
    expect(given.s3.objects.has(BEGUN)).toBe(false);
  });

  it("rejects a plan that has changed since it was approved, with an exit code of its own, and shows it", async () => {
    await approveOf([TOPIC]);
    given.setPlans(givenPlan([{ ...TOPIC, after: { name: "other" } }, QUEUE]));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^poller: batch-dev: the plan has changed since it was approved, so nothing was applied; run all jobs again, which shows the current plan\npoller: {3}approved: plan sha256:.*\npoller: {3}now: {6}plan sha256:/,
    );
    expect(given.github("summary")).toContain('name: "other"');
    expect(applied()).toBe(false);
    expect(given.s3.objects.has(BEGUN)).toBe(false);
    expect(existsSync(join(given.stackPath, "stack.tfplan"))).toBe(false);
  });

  it("rejects the same plan of another cdk.tf.json", async () => {
    await approveOf([TOPIC]);
    const file = join(given.stackPath, "cdk.tf.json");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);

    expect(await apply()).toMatchObject({ exitCode: 3 });
    expect(applied()).toBe(false);
  });

  it("applies only stacks whose plan was approved, and rejects unknown stacks and invalid files", async () => {
    writeFileSync(plans, "{}");
    given.setPlans(givenPlan([TOPIC]));

    expect(await apply()).toMatchObject({ exitCode: 0 });
    expect(applied()).toBe(false);
    writeFileSync(plans, JSON.stringify({ "nope-dev": { digest: "", configHash: "" } }));
    expect((await apply()).stderr).toBe(`poller: there is no stack nope-dev in ${given.outDir}\n`);
    writeFileSync(plans, "[");
    expect((await apply()).stderr).toBe(
      `poller: ${plans} does not contain the plans written by ci review; run it first\n`,
    );
  });

  it("changes nothing when nothing is left to change, and clears the record of an earlier apply", async () => {
    await approveOf([TOPIC]);
    given.setPlans(givenPlan([]));
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: "", digest: "", configHash: "" }));

    expect(await apply()).toMatchObject({ exitCode: 0, stderr: "batch-dev: nothing to change\n" });
    expect(applied()).toBe(false);
    expect(given.s3.objects.has(BEGUN)).toBe(false);
  });

  it("lists applied and remaining changes after a failure, without secrets, and keeps the record", async () => {
    given.setStacks("batch-dev", "job-poller-dev");
    await approveOf([TOPIC, QUEUE, { address: "aws_sns_topic.c", actions: ["create"], after: {} }]);
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
      "poller: not applied (2 of 3); run all jobs again to apply the rest:\npoller:   aws_sns_topic.c: not begun\npoller:   aws_sqs_queue.b: failed\npoller: not applied because of this error: job-poller-dev\n",
    );
    const summary = given.github("summary");
    expect(summary).toContain("| `aws_sqs_queue.b` | create | ❌ failed |");
    expect(summary).toContain("| `aws_sns_topic.a` | create | ✅ done |");
    expect(`${stdout}${stderr}${summary}`).not.toContain(CANARY);
    const { digest } = readPlans();
    expect(JSON.parse(given.s3.objects.get(BEGUN) ?? "")).toMatchObject({ version: 1, commit: "", digest });
  });

  const readPlans = (): { readonly digest: string } => {
    const [, digest = ""] = /"digest":"([^"]+)"/.exec(readFileSync(plans, "utf8")) ?? [];
    return { digest };
  };

  it("reports changes in a second plan, and does not apply the next stack", async () => {
    given.setStacks("batch-dev", "job-poller-dev");
    await approveOf([TOPIC]);
    given.setPlans(givenPlan([TOPIC]), givenPlan([QUEUE]));
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_complete"), 0);

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(2);
    expect(stderr).toContain("batch-dev did not converge: a second plan has changes");
    expect(stderr).not.toContain("job-poller-dev:");
    expect(given.github("summary")).toContain("## ❌ batch-dev did not converge");
  });

  it("reports the owner of the lock first", async () => {
    await approveOf([TOPIC]);
    const lock = { ID: "1-2", Operation: "OperationTypeApply", Who: "ann@laptop", Created: "2026-11-22" };
    given.s3.objects.set("state/dev/batch.tfstate.tflock", JSON.stringify(lock));

    const { exitCode, stderr } = await apply();

    expect(exitCode).toBe(1);
    expect(stderr).toContain("the state of batch-dev is locked by ann@laptop (apply) since 2026-11-22, lock 1-2");
    expect(applied()).toBe(false);
  });
});

describe("poller ci apply of a commit", () => {
  const SHA = "5".repeat(40);
  const run = async (newest: string) => {
    const mock = await startMockGithub();
    mock.branches.set("main", newest);
    const ran = await apply({ ...mock.environment, GITHUB_SHA: SHA, GITHUB_REF_NAME: "main" });
    await mock.close();
    return ran;
  };
  beforeEach(async () => {
    await approveOf([TOPIC]);
    given.setApply(givenApplied("aws_sns_topic.a", "create", "apply_errored"), 1);
  });

  it("records the commit before it begins", async () => {
    await run(SHA);

    expect(JSON.parse(given.s3.objects.get(BEGUN) ?? "")).toMatchObject({ commit: SHA });
  });

  it("rejects a commit that is not the newest any more", async () => {
    const { exitCode, stderr } = await run("9".repeat(40));

    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      "poller: 5555555 is not the newest commit of main, which is 9999999; applying it would undo later merges, so nothing was applied; to deploy main, run the workflow Deploy manually\n",
    );
    expect(applied()).toBe(false);
  });

  it("continues an older commit that an apply has begun, and keeps that record", async () => {
    given.setPlans(givenPlan([TOPIC]), givenPlan([TOPIC]));
    await run(SHA);
    const begun = given.s3.objects.get(BEGUN);

    expect(await run("9".repeat(40))).toMatchObject({ exitCode: 1 });
    expect(applied()).toBe(true);
    expect(given.s3.objects.get(BEGUN)).toBe(begun);
  });

  it("rejects an invalid record, and one that cannot be written", async () => {
    given.s3.objects.set(BEGUN, "{}");
    expect((await run(SHA)).stderr).toBe(
      "poller: s3://state/dev/batch.tfstate.begun is not a valid record of an apply; check its content and delete it\n",
    );
    given.s3.objects.delete(BEGUN);
    given.s3.onRequest = (request) => {
      given.s3.override = request.method === "PUT" ? { status: 403, body: "" } : undefined;
    };
    expect((await run(SHA)).stderr).toContain("poller: cannot write s3://state/dev/batch.tfstate.begun: access denied");
    expect(applied()).toBe(false);
  });
});

describe("poller ci apply of a create that fails", () => {
  const CREATE: GivenResource = { address: "aws_iam_role.jobs", actions: ["create"], after: {} };
  const OTHER: GivenResource = {
    address: "aws_iam_role.logs",
    actions: ["delete", "create"],
    before: { id: "logs" },
    after: {},
    isTainted: true,
  };
  const STATE = "state/dev/batch.tfstate";
  const tainted = (address: string, id: string, more: object = {}): object => {
    const [type, name] = address.split(".");
    return { mode: "managed", type, name, instances: [{ status: "tainted", attributes: { id }, ...more }] };
  };
  const readFailed = (): unknown => z.looseObject({}).parse(JSON.parse(given.s3.objects.get(BEGUN) ?? ""))["failed"];
  const begun = async (resources: readonly GivenResource[]): Promise<void> => {
    await approveOf(resources);
    given.setApply(givenApplied(CREATE.address, "create", "apply_errored"), 1);
  };

  it("records the ID of the object that the create has left, and of no other", async () => {
    await begun([CREATE, OTHER, TOPIC]);
    given.s3.objects.set(
      STATE,
      givenState({}, [
        tainted(CREATE.address, "jobs-1"),
        tainted(OTHER.address, "logs"),
        { mode: "managed", type: "aws_sns_topic", name: "a", instances: [{ attributes: { id: "a" } }] },
        tainted("aws_sqs_queue.of-somebody", "b"),
      ]),
    );

    expect(await apply()).toMatchObject({ exitCode: 1 });
    expect(readFailed()).toEqual({ [CREATE.address]: "jobs-1" });
  });

  it("records the object of each attempt, and forgets those that were replaced", async () => {
    const again = { ...CREATE, actions: ["delete", "create"], before: { id: "jobs-1" }, isTainted: true };
    await begun([again]);
    const failed = { [CREATE.address]: "jobs-1", "aws_sqs_queue.b": "b" };
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: "old", digest: "", configHash: "", failed }));
    given.s3.objects.set(STATE, givenState({}, [tainted(CREATE.address, "jobs-2")]));

    expect(await apply()).toMatchObject({ exitCode: 1 });
    expect(readFailed()).toEqual({ [CREATE.address]: "jobs-2" });
  });

  it("keeps the record of an older commit while its objects are replaced", async () => {
    await begun([{ ...CREATE, actions: ["delete", "create"], before: { id: "jobs-1" }, isTainted: true }]);
    const failed = { [CREATE.address]: "jobs-1" };
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: "old", digest: "", configHash: "", failed }));
    let written = "";
    given.s3.onRequest = ({ method, path, body }) => {
      if (method === "PUT" && path.endsWith(".begun") && written === "") written = body;
    };

    await apply();

    expect(JSON.parse(written)).toMatchObject({ commit: "", failed });
  });

  it("reports that it cannot record the objects", async () => {
    await begun([CREATE]);
    given.s3.onRequest = ({ path }) => {
      const isEnded = given.asked().some((asked) => asked.startsWith("apply"));
      given.s3.override = isEnded && path.endsWith(".begun") ? { status: 403, body: "" } : undefined;
    };

    expect((await apply()).stderr).toContain(
      "poller: batch-dev: the failed creates could not be recorded, so the next run does not take their replacement for the rest of this plan\n",
    );
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
    await approveOf([lambda]);
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
