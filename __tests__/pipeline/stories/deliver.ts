import { expectEnd, needed, tellMilestones, scenario } from "../support/story";
import { waitForStateBucket } from "./bootstrap";

export const directPush = needed(
  "direct push: nothing was reviewed, so nothing is applied, prod does not begin, and the run says how to go on",
  async (pipeline) => {
    await pipeline.repository.push((edit) => edit(".github/CODEOWNERS", "is asked to review", "is asked for a review"));
    await waitForStateBucket(pipeline.cloud);

    const end = await pipeline.deploy({ withProd: true });

    expectEnd(end, "red");
    expect(end.log).toContain("pushed directly, without a pull request");
    expect(end.log).toContain("accept-new-plan");
    expect(end.log).not.toMatch(/\bprod\b.*npm run|job-poller-prod/);
    const { output } = await pipeline.clone.poller(["state", "list", "--environment", "dev", "--stack", "batch"]);
    expect(output).toContain("batch-dev is not deployed");
  },
);

export const firstPullRequest = needed(
  "pull request for an empty account: every stack is planned, and one comment shows it",
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
    expect(github.comments[0]?.body).toMatch(/batch-dev.*\n.*job-poller-dev/);
  },
);

export const firstMerge = needed(
  "merge: what was reviewed is applied, wave by wave, and both smoke tests end as expected",
  async (pipeline, reached) => {
    const end = await pipeline.merge(1, "first", { onOutput: tellMilestones(reached) });

    expectEnd(end, "green");
    expect(end.log.indexOf("ci apply batch-dev")).toBeLessThan(end.log.indexOf("ci apply job-poller-dev"));
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(end.log).toContain("Smoke test of dev: SUCCEEDED, as expected");
    expect(end.log).toContain("Smoke test of dev: FAILED, as expected");
  },
);

export const destroyUnconfirmed = scenario("destroy that is not confirmed: nothing happens", async (pipeline) => {
  const end = await pipeline.start("destroy.yml", { inputs: { environment: "dev", confirm: "prod" } });

  expectEnd(end, "red");
  expect(end.log).toContain("nothing was destroyed: confirm must be dev, got prod");
  expect(end.log).not.toContain("assumed ");
});

export const destroyed = scenario("destroy: the environment is gone, stack by stack", async (pipeline, reached) => {
  const inputs = { environment: "dev", confirm: "dev" };
  const end = await pipeline.start("destroy.yml", { inputs, onOutput: tellMilestones(reached) });

  expectEnd(end, "green");
  expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
  for (const stack of ["batch", "job-poller"]) {
    const list = ["state", "list", "--environment", "dev", "--stack", stack];
    expect(await pipeline.clone.poller(list)).toMatchObject({ exitCode: 0, stdout: "" });
  }
});
