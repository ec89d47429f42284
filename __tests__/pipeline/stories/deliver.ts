import { expectEnd, needed, whenDeployed, scenario } from "../support/story";
import { COPY } from "../support/pipeline";
import { waitForStateBucket } from "./bootstrap";

export const directPush = scenario(
  "direct push: applies nothing without a review, does not start prod, and explains how to proceed",
  async ({ copy, clone }) => {
    await copy.repository.push((edit) => edit(".github/CODEOWNERS", "Requested reviewers", "Required reviewers"));

    const end = await copy.deploy({ withProd: true });

    expectEnd(end, "red");
    expect(end.log).toContain("pushed directly, without a pull request");
    expect(end.log).toContain("create the GitHub environment dev-unreviewed with required reviewers");
    expect(end.log).toContain("assumed copy-dev-main-plan-us-east-1 in us-east-1");
    expect(end.log).not.toMatch(/job-poller-prod|assumed copy-dev-apply-/);
    const list = ["state", "list", "--environment", "dev", "--stack", "batch"];
    const { output } = await clone.poller(list, { POLLER_NAME: COPY });
    expect(output).toContain("batch-dev is not deployed");
  },
);

export const firstPullRequest = needed(
  "pull request for an empty account: plan.yml of main plans every stack and shows all plans in one comment",
  async (pipeline) => {
    const { repository, github } = pipeline;
    await repository.branch("first", (edit) =>
      edit(".github/pull_request_template.md", "## What and why", "## What, and why"),
    );
    await pipeline.openPullRequest(1, "first");
    await waitForStateBucket(pipeline.cloud);

    const end = await pipeline.review(1, "first");

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-plan-us-east-1 in us-east-1");
    expect(github.comments.map(({ issueNumber }) => issueNumber)).toEqual([1]);
    const comment = github.comments[0]?.body;
    expect(comment).toMatch(/batch-dev.*\n.*job-poller-dev/);
    for (const resource of OF_EVENTS) expect(comment).toContain(resource);
  },
);

/** Resources of the integration `events`. */
const OF_EVENTS = [
  "aws_dynamodb_table.wait-table",
  "aws_cloudwatch_event_rule.job-ended-rule",
  "aws_lambda_function.end-wait",
];

export const firstMerge = needed(
  "merge: applies the reviewed plans stack by stack, and both smoke tests pass",
  async (pipeline, onDeployed) => {
    const end = await pipeline.merge(1, "first", { onOutput: whenDeployed(onDeployed) });

    expectEnd(end, "green");
    const [first, second] = ["batch-dev", "job-poller-dev"].map((stack) =>
      end.log.indexOf(`${stack}: the plan is the approved one`),
    );
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(end.log).toContain("batch-dev: the plan matches pull request 1");
    expect(end.log).toContain("assumed job-status-poller-dev-main-plan-us-east-1 in us-east-1");
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(end.log).toContain("Smoke test of dev: SUCCEEDED, as expected");
    expect(end.log).toContain("Smoke test of dev: FAILED, as expected");
    const { stdout } = await pipeline.clone.poller(["state", "list", "--environment", "dev", "--stack", "job-poller"]);
    for (const resource of OF_EVENTS) expect(stdout).toContain(resource);
  },
);

export const destroyUnconfirmed = scenario("unconfirmed destroy: changes nothing", async ({ copy }) => {
  const end = await copy.start("destroy.yml", { inputs: { environment: "dev", confirm: "prod" } });

  expectEnd(end, "red");
  expect(end.log).toContain("nothing was destroyed: confirm must be dev, got prod");
  expect(end.log).not.toContain("assumed ");
});

export const destroyed = scenario(
  "destroy: shows the resources, and destroys them stack by stack",
  async (pipeline) => {
    const end = await pipeline.start("destroy.yml", { inputs: { environment: "dev", confirm: "dev" } });

    expectEnd(end, "green");
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(end.log).toMatch(/To be destroyed|aws_batch_job_queue\.job-queue/);
    for (const stack of ["batch", "job-poller"]) {
      const list = ["state", "list", "--environment", "dev", "--stack", stack];
      expect(await pipeline.clone.poller(list)).toMatchObject({ exitCode: 0, stdout: "" });
    }
  },
);
