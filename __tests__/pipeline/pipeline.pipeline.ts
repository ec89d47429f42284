import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { step } from "../e2e/support/steps";
import type { ActEnd } from "./support/act";
import { startPipeline, type Pipeline } from "./support/pipeline";

const MINUTE_MS = 60_000;
const LIMIT_MS = 6 * MINUTE_MS;
const LOG_GROUP = "/aws/batch/job-status-poller-dev";
/** Never in a source as they are; only Terraform puts their parts together. */
const CANARIES = ["tok-canary-8f2c51", "AKIACANARY7EXAMPLE23"];
const CANARY_EXPRESSIONS =
  '{ variables: { API_TOKEN: \'${join("-", ["tok", "canary", "8f2c51"])}\', FEED: \'${join("", ["AKIA", "CANARY7EXAMPLE23"])}\' } }';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, 5 * MINUTE_MS);
afterAll(() => pipeline.stop(), MINUTE_MS);

const client = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Changes the account behind Terraform's back: days that the job's log is kept. */
async function setRetentionByHand(retentionInDays: number): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...client, endpoint: pipeline.cloud.motoUrl });
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOG_GROUP, retentionInDays }));
  logs.destroy();
}

async function statusOf(executionName: string): Promise<string | undefined> {
  const stepFunctions = new SFNClient({
    ...client,
    endpoint: pipeline.cloud.environment["AWS_ENDPOINT_URL_SFN"] ?? "",
  });
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:${executionName}`;
  const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  stepFunctions.destroy();
  return status;
}

/** The whole log of a run that did not end as it should is the only way to see why. */
function expectEnd(end: ActEnd, colour: "green" | "red"): void {
  if ((end.exitCode === 0) !== (colour === "green")) throw new Error(`must be ${colour}:\n${end.log}`);
}

step(
  "a person bootstraps the environment",
  async () => {
    const { exitCode, output } = await pipeline.clone.poller(["bootstrap", "--environment", "dev", "--yes"]);

    expect(output).toContain("apply_role_arn");
    expect(exitCode).toBe(0);
  },
  LIMIT_MS,
);

step(
  "direct push: nothing was reviewed, so nothing is applied, and the run says how to go on",
  async () => {
    await pipeline.repository.push((edit) => edit("README.md", "# Job Status Poller", "# The Job Status Poller"));

    const end = await pipeline.deploy();

    expectEnd(end, "red");
    expect(end.log).toContain("pushed directly, without a pull request");
    expect(end.log).toContain("accept-new-plan");
    const { output } = await pipeline.clone.poller(["state", "list", "--environment", "dev", "--stack", "batch"]);
    expect(output).toContain("batch-dev is not deployed");
  },
  LIMIT_MS,
);

step(
  "pull request for an empty account: every stack is planned, and one comment shows it",
  async () => {
    const { repository, github } = pipeline;
    await repository.branch("first", (edit) => edit("README.md", "Runs an AWS Batch job", "Runs a job of AWS Batch"));
    await pipeline.openPullRequest(1, "first");

    const end = await pipeline.review(1, "first");

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-plan-us-east-1 in us-east-1");
    expect(github.comments.map(({ issueNumber }) => issueNumber)).toEqual([1]);
    expect(github.comments[0]?.body).toMatch(/batch-dev.*\n.*job-poller-dev/);
  },
  LIMIT_MS,
);

step(
  "merge: what was reviewed is applied, wave by wave, and both smoke tests end as expected",
  async () => {
    const end = await pipeline.merge(1, "first");

    expectEnd(end, "green");
    expect(end.log.indexOf("ci apply batch-dev")).toBeLessThan(end.log.indexOf("ci apply job-poller-dev"));
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(end.log).toContain("Smoke test of dev: SUCCEEDED, as expected");
    expect(end.log).toContain("Smoke test of dev: FAILED, as expected");
  },
  LIMIT_MS,
);

step(
  "drift: an issue says what somebody changed by hand",
  async () => {
    await setRetentionByHand(7);

    const end = await pipeline.start("drift.yml", { event: "schedule" });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-drift-us-east-1 in us-east-1");
    expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["open"]);
    expect(pipeline.github.issues[0]?.title).toContain("batch-dev");
    expect(pipeline.github.issues[0]?.body).toContain("retention_in_days");
  },
  LIMIT_MS,
);

step(
  "drift that is gone: the issue is closed",
  async () => {
    await setRetentionByHand(30);

    const end = await pipeline.start("drift.yml", { event: "schedule" });

    expectEnd(end, "green");
    expect(pipeline.github.issues.map(({ state }) => state)).toEqual(["closed"]);
  },
  LIMIT_MS,
);

step(
  "secret-looking values in an environment map: the comment shows that something changes, and not what",
  async () => {
    const { repository, github } = pipeline;
    await repository.branch("second", async (edit) => {
      await edit("constructs/sample-job-command.ts", 'EXIT_CODE: "0"', 'EXIT_CODE: "4"');
      const after = "const functionArns = {";
      const override = `submitJob.resource.addOverride("environment", ${CANARY_EXPRESSIONS});\n`;
      await edit("stacks/job-poller-stack.ts", after, `${override}${after}`);
    });
    await pipeline.openPullRequest(2, "second");

    const end = await pipeline.review(2, "second");

    expectEnd(end, "green");
    expect(github.comments.find(({ issueNumber }) => issueNumber === 2)?.body).toContain("API_TOKEN");
  },
  LIMIT_MS,
);

step(
  "plan changed since the review: refused, with what is different",
  async () => {
    await setRetentionByHand(7);

    const end = await pipeline.merge(2, "second");

    expectEnd(end, "red");
    expect(end.log).toContain("retention_in_days");
    expect(end.log).not.toContain("ci apply job-poller-dev");
    await setRetentionByHand(30);
  },
  LIMIT_MS,
);

step(
  "tampered zip: the code is not what the plan names, and is not deployed",
  async () => {
    const end = await pipeline.deploy({ STAND_IN_TAMPER: "1" });

    expectEnd(end, "red");
    expect(end.log).toMatch(/submit-job.*zip|zip.*submit-job/);
    expect(end.log).not.toContain("Smoke test of dev");
  },
  LIMIT_MS,
);

step(
  "smoke test that fails: the run of the same commit is applied, goes red, and says why",
  async () => {
    const end = await pipeline.deploy();

    expectEnd(end, "red");
    expect(end.log).toContain("ci apply job-poller-dev");
    expect(end.log).toContain("Smoke test of dev: FAILED, expected SUCCEEDED");
    expect(end.log).toContain("BatchJob.UserError");
  },
  LIMIT_MS,
);

step(
  "external data smuggled into a stack: the firewall refuses it before there are credentials",
  async () => {
    const { repository, github } = pipeline;
    await repository.branch("smuggle", (edit) =>
      edit(
        "stacks/batch-stack.ts",
        "boundRoles(this, config);",
        'boundRoles(this, config); this.addOverride("data.external", { spy: { program: ["sh", "-c", "env >&2"] } });',
      ),
    );
    await pipeline.openPullRequest(3, "smuggle");

    const end = await pipeline.review(3, "smuggle");

    expectEnd(end, "red");
    expect(end.log).toMatch(/batch-dev.*external/);
    expect(end.log).not.toContain("assumed ");
    expect(github.comments.filter(({ issueNumber }) => issueNumber === 3)).toHaveLength(1);
  },
  LIMIT_MS,
);

step(
  "comment API down: the plan succeeds all the same, and the summary shows what the comment would have",
  async () => {
    const { repository, github } = pipeline;
    await repository.branch("queue", (edit) =>
      edit("stacks/batch-stack.ts", '"job-queue", {\n      name,', '"job-queue", {\n      name: `${name}-2`,'),
    );
    await pipeline.openPullRequest(4, "queue");
    github.failures.push({ request: /\/comments/, times: 1_000, status: 403, message: "API rate limit exceeded" });

    const end = await pipeline.review(4, "queue");

    github.failures.length = 0;
    expectEnd(end, "green");
    expect(end.log).toContain("the plans are in the summary of this job instead");
    expect(end.log).toContain("allow-destroy: aws_batch_job_queue.");
  },
  LIMIT_MS,
);

step(
  "destroy without the line: refused, and the line to add is named",
  async () => {
    const end = await pipeline.merge(4, "queue");

    expectEnd(end, "red");
    expect(end.log).toMatch(/allow-destroy: aws_batch_job_queue\./);
    expect(end.log).not.toContain("ci apply job-poller-dev");
  },
  LIMIT_MS,
);

step(
  "fork: checks and a notice; no plan, no comment, no credentials, and no red run",
  async () => {
    const { repository, github } = pipeline;
    await repository.branch("fork", (edit) => edit("README.md", "MIT licence.", "MIT licence!"));
    await pipeline.openPullRequest(5, "fork");

    const end = await pipeline.review(5, "fork", { from: "stranger/poller" });

    expectEnd(end, "green");
    expect(end.log).toContain("forks and Dependabot get no credentials");
    expect(end.log).not.toContain("assumed ");
    expect(github.comments.filter(({ issueNumber }) => issueNumber === 5)).toEqual([]);
  },
  LIMIT_MS,
);

step(
  "smoke test by hand: with an input, a wait_time and a name of its own",
  async () => {
    const input = {
      jobName: "by-hand",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      containerOverrides: { environment: [{ name: "EXIT_CODE", value: "0" }] },
    };

    const inputs = {
      environment: "dev",
      input: JSON.stringify(input),
      "wait-time": "5",
      "execution-name": "by-hand-1",
    };
    const end = await pipeline.start("smoke.yml", { inputs: { ...inputs, expect: "SUCCEEDED" } });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-smoke-us-east-1 in us-east-1");
    expect(await statusOf("by-hand-1")).toBe("SUCCEEDED");
  },
  LIMIT_MS,
);

step(
  "smoke test that is cancelled: its execution is stopped",
  async () => {
    const input = {
      jobName: "cancelled",
      jobDefinition: "job-status-poller-dev",
      jobQueue: "job-status-poller-dev",
      containerOverrides: { command: ["sleep", "600"] },
    };
    const inputs = { environment: "dev", input: JSON.stringify(input), "execution-name": "cancelled-1" };
    const cancel = new AbortController();
    let log = "";

    const end = await pipeline.start("smoke.yml", {
      inputs: { ...inputs, "wait-time": "", expect: "SUCCEEDED" },
      cancel: cancel.signal,
      onOutput: (text) => {
        log += text;
        if (log.includes("RUNNING")) cancel.abort();
      },
    });

    expectEnd(end, "red");
    expect(await statusOf("cancelled-1")).toBe("ABORTED");
  },
  LIMIT_MS,
);

step("no log, summary, comment, issue or artefact of any run has held a secret-looking value", () => {
  const shown = pipeline.everythingShown();

  expect(shown.length).toBeGreaterThan(100_000);
  expect(CANARIES.filter((canary) => shown.includes(canary))).toEqual([]);
  return Promise.resolve();
});
