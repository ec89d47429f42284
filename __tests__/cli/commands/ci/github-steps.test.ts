import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commentPlans, type CommentOptions } from "../../../../cli/commands/ci/comment";
import { findDrift } from "../../../../cli/commands/ci/drift";
import { COMMENT_MARKER, type PlanReport } from "reviewed-terraform";
import { givenChanges, givenReport, givenClock, startMockGithub, type MockGithub } from "reviewed-terraform/testing";
import { givenContext } from "../../memory-context";
import { CANARY, givenPlan, givenStacks, SETTINGS, type GivenStacks } from "./given-stacks";

const HEAD = "c0ffee".padEnd(40, "0");

let given: GivenStacks;
let mock: MockGithub;
beforeEach(async () => {
  given = await givenStacks();
  mock = await startMockGithub();
  mock.pulls.push({ number: 7, headSha: HEAD, body: "" });
});
afterEach(async () => {
  await mock.close();
  await given.remove();
});

function context(more: Readonly<Record<string, string>> = {}) {
  const event = join(given.path, "event.json");
  const repo = { full_name: "acme/poller" };
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, head: { sha: HEAD, repo } } }));
  return givenContext({
    environment: {
      PATH: process.env["PATH"],
      ...SETTINGS,
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_PATH: event,
      GITHUB_RUN_ID: "99",
      GITHUB_STEP_SUMMARY: join(given.path, "summary"),
      GITHUB_OUTPUT: join(given.path, "output"),
      ...mock.environment,
      ...more,
    },
  });
}

const reports = (): string => join(given.path, "reports");
function writeReports(...written: readonly PlanReport[]): void {
  mkdirSync(reports(), { recursive: true });
  for (const report of written) writeFileSync(join(reports(), `${report.stack}.json`), JSON.stringify(report));
}
const body = (): string => mock.comments[0]?.body ?? "";

describe("poller ci comment", () => {
  const comment = async (more: Partial<CommentOptions> = {}, environment: Readonly<Record<string, string>> = {}) => {
    const ran = context(environment);
    const exitCode = await commentPlans(
      { environment: "dev", reports: reports(), color: true, ...more },
      ran,
      givenClock(),
    );
    return { exitCode, stdout: ran.stdout.text, stderr: ran.stderr.text };
  };

  it("puts all stacks into one comment, and changes that one from then on", async () => {
    writeReports(givenReport([], { stack: "batch-dev" }), givenReport(givenChanges(12)));

    expect(await comment()).toEqual({ exitCode: 0, stdout: "", stderr: "comment created\n" });
    writeReports(givenReport([]));
    expect(await comment()).toEqual({ exitCode: 0, stdout: "", stderr: "comment updated\n" });

    expect(mock.comments).toHaveLength(1);
    expect(body()).toContain("✅ No changes to dev for c0ffee0");
    expect(body()).toContain("(https://github.com/acme/poller/actions/runs/99)");
  });

  it("shows how each changed stack changes the cost of an idle environment", async () => {
    writeReports(givenReport([], { stack: "batch-dev" }), givenReport(givenChanges(12)));

    await comment();

    expect(body().match(/^- .*idle environment.*$/gm)).toEqual([
      expect.stringMatching(
        /^- `job-poller-dev`: an idle environment costs 0\.\d0 dollars a month more \(\+\d alarms\)\.$/,
      ),
    ]);
  });

  it("lists the findings of checkov, also if there is no plan", async () => {
    await comment({ findings: "CKV_AWS_18 aws_s3_bucket.new`: no logging\nCKV_AWS_21 aws_s3_bucket.new: no versions" });

    expect(body()).toContain(
      "- Findings of checkov that `main` does not have:\n  - `CKV_AWS_18 aws_s3_bucket.new : no logging`\n  - `CKV_AWS_21 aws_s3_bucket.new: no versions`\n",
    );
  });

  it.each([
    ["none", false],
    ["", true],
    [undefined, false],
  ])("mentions checkov only if it failed or has findings: %j", async (findings, isMentioned) => {
    await comment({ findings });

    expect(body().includes("checkov failed, so new findings are unknown")).toBe(isMentioned);
    expect(body().includes("checkov")).toBe(isMentioned);
  });

  it("marks an older comment as outdated and keeps a current one", async () => {
    writeReports(givenReport());
    await comment();

    expect((await comment({ outdated: true })).stderr).toBe("");
    expect(body()).not.toContain("Outdated");
    mock.comments[0] = { id: 1, issueNumber: 7, byBot: true, body: body().replace(HEAD, "1".repeat(40)) };
    await comment({ outdated: true });

    expect(body()).toContain("**Outdated:** `c0ffee0` was pushed since");
  });

  it("keeps the comment of a newer push", async () => {
    writeReports(givenReport());
    mock.pulls[0] = { number: 7, headSha: "2".repeat(40), body: "" };

    expect((await comment()).stderr).toBe("skipped: a newer commit was pushed and has its own run\n");
    expect(mock.comments).toEqual([]);
  });

  it("notes that not every stack could be planned", async () => {
    writeReports(givenReport());
    await comment({ incomplete: true });

    expect(body()).toContain("## ❌ Not every stack of dev could be planned");
  });

  it.each([
    ["is down", { request: /./, times: 99, status: 503, message: "down" }, "answers 503"],
    [
      "has a limit that lasts",
      { request: /./, times: 99, status: 403, message: "API rate limit exceeded", headers: { "retry-after": "3600" } },
      "answers 403",
    ],
  ])("writes the summary and a warning and succeeds when GitHub %s", async (_what, failure, words) => {
    writeReports(givenReport(givenChanges(2)));
    mock.failures.push(failure);

    const { exitCode, stdout } = await comment();

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^::warning::no comment: GitHub ${words} .*; the plans are in the summary of this job instead\n$`),
    );
    expect(given.github("summary")).toContain("## 2 changes to dev");
  });

  it("waits for a limit that is short", async () => {
    writeReports(givenReport());
    const headers = { "retry-after": "1" };
    mock.failures.push({ request: /^POST/, times: 2, status: 403, message: "secondary rate limit", headers });

    expect((await comment()).stderr).toBe("comment created\n");
  });

  it.each([
    ["a fork", { GITHUB_REPOSITORY: "acme/other" }, "a pull request from a fork gets no credentials"],
    ["Dependabot", { GITHUB_ACTOR: "dependabot[bot]" }, "a pull request of Dependabot gets no credentials"],
    ["a run that is for no pull request", { GITHUB_EVENT_PATH: "" }, "this run has no pull request"],
    ["a step without a token", { GITHUB_TOKEN: "" }, "GITHUB_TOKEN is not set"],
  ])("explains to %s why there is no comment", async (_what, environment, words) => {
    writeReports(givenReport());

    const { exitCode, stdout } = await comment({}, environment);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`::warning::no comment: ${words}`);
    expect(mock.comments).toEqual([]);
    expect(given.github("summary")).toContain(COMMENT_MARKER);
  });

  it("has a comment for each environment, and marks those of all environments as outdated", async () => {
    writeReports(givenReport());
    await comment();
    await comment({ environment: "prod" });
    mock.comments.splice(
      0,
      2,
      ...mock.comments.map((one) => ({ ...one, body: one.body.replace(HEAD, "1".repeat(40)) })),
    );

    await comment({ outdated: true });

    expect(mock.comments.map((one) => one.body.split("\n")[0])).toEqual([
      "<!-- job-status-poller:plans:dev -->",
      "<!-- job-status-poller:plans:prod -->",
    ]);
    expect(mock.comments.filter((one) => one.body.includes("**Outdated:**"))).toHaveLength(2);
  });

  it("prints the comment off GitHub", async () => {
    writeReports(givenReport());
    const ran = givenContext({ environment: {} });

    await commentPlans({ environment: "dev", reports: reports(), color: true }, ran, givenClock());

    expect(ran.stdout.text).toContain("| `job-poller-dev` |");
    expect(ran.stderr.text).toBe("this run has no pull request; its comment would be:\n");
  });

  it.each([
    ["cut off", '{"version":1,"sta', "is not valid JSON, or truncated after 17 characters"],
    ["of a newer version", '{"version":2}', "is not a valid report: version: "],
    [
      "changed afterwards",
      JSON.stringify({ ...givenReport(), outputs: [{ name: "x", actions: ["create"], attributes: [] }] }),
      "but its changes have sha256:",
    ],
  ])("refuses a report that is %s", async (_what, text, message) => {
    mkdirSync(reports());
    writeFileSync(join(reports(), "batch-dev.json"), text);

    await expect(comment()).rejects.toThrow(message);
  });
});

describe("poller ci drift", () => {
  const drifted = givenPlan([
    {
      address: "aws_lambda_function.f",
      actions: ["update"],
      before: { timeout: 30, environment: [{ variables: { DB: "old" } }] },
      after: { timeout: 60, environment: [{ variables: { DB: CANARY } }] },
    },
  ]);
  const look = (environment: Readonly<Record<string, string>> = {}) =>
    given.run(["drift", "batch-dev", "--out-dir", given.outDir], { ...mock.environment, ...environment });

  it("keeps one issue: opened, left alone, closed again", async () => {
    given.setPlans(drifted);
    const [first, second] = [await look(), await look()];
    expect([first.exitCode, second.exitCode]).toEqual([2, 2]);
    expect(first.stderr).toMatch(/issue opened: http/);
    expect(second.stderr).toMatch(/issue unchanged: http/);
    expect(mock.issues).toMatchObject([{ title: "Drift: batch-dev differs from its code", state: "open" }]);
    expect(mock.issues[0]?.body).toContain("timeout: 30");
    expect(mock.issues[0]?.body).toContain(
      "\n```\ngh workflow run deploy.yml --ref main --field environment=dev\n```\n",
    );

    given.setPlans(givenPlan([]));
    const [third, fourth] = [await look(), await look()];
    expect([third.exitCode, fourth.exitCode]).toEqual([0, 0]);
    expect(third.stderr).toMatch(/no drift\nissue closed: http/);
    expect(fourth.stderr).toBe("batch-dev: no drift\nthere is no open issue\n");
    expect(mock.issues).toMatchObject([{ state: "closed" }]);
  });

  it("adds guarded resources to the command that undoes the drift", async () => {
    const queues = ["aws_batch_job_queue.one", "aws_batch_job_queue.two"];
    given.setPlans(givenPlan(queues.map((address) => ({ address, actions: ["delete"], before: { name: address } }))));

    await look();

    expect(mock.issues[0]?.body).toContain(
      "--field environment=dev --field 'allow-destroy=aws_batch_job_queue.one aws_batch_job_queue.two'\n",
    );
  });

  it("shows no secret in issue, summary or log", async () => {
    given.setPlans(drifted);

    const { stdout, stderr } = await look();

    expect(`${stdout}${stderr}${given.github("summary")}${JSON.stringify(mock.issues)}`).not.toContain(CANARY);
  });

  it("fails when there is drift and no issue can be written", async () => {
    given.setPlans(drifted);
    mock.readOnly = true;

    const { exitCode, stderr } = await look();

    expect(exitCode).toBe(1);
    expect(stderr).toContain("GitHub answers 403");
  });

  it("prints the plan off GitHub", async () => {
    given.setPlans(drifted);
    const environment = { GITHUB_TOKEN: "", GITHUB_STEP_SUMMARY: "" };

    const { exitCode, stdout } = await look(environment);

    expect(exitCode).toBe(2);
    expect(stdout).toContain("## Plan of batch-dev");
    expect(mock.requests).toEqual([]);
  });

  it("stays within the length of an issue", async () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      address: `aws_sns_topic.a${index}`,
      actions: ["update"],
      before: { name: "x".repeat(100) },
      after: { name: "y".repeat(100) },
    }));
    given.setPlans(givenPlan(many));
    const ran = context({ ...mock.environment, TERRAFORM_BINARY_NAME: given.terraformPath });

    expect(await findDrift("batch-dev", { outDir: given.outDir, color: true }, ran, givenClock())).toBe(2);
    expect(mock.issues[0]?.body.length).toBeLessThan(65_536);
  });
});
