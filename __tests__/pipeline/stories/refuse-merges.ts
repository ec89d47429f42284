import { CANARY_EXPRESSIONS, expectEnd, tellMilestones, scenario } from "../support/story";

export const secretInReview = scenario(
  "secret values in environment variables: the comment shows that they change, without the values",
  async (pipeline) => {
    const { repository, github } = pipeline;
    await repository.branch("second", async (edit) => {
      await edit("sample-job/sample-job-command.ts", 'EXIT_CODE: "0"', 'EXIT_CODE: "4"');
      await edit(OVERRIDE_PLACE.file, OVERRIDE_PLACE.text, `${OVERRIDE_PLACE.override}${OVERRIDE_PLACE.text}`);
    });
    await pipeline.openPullRequest(2, "second");

    const end = await pipeline.review(2, "second");

    expectEnd(end, "green");
    expect(github.comments.find(({ issueNumber }) => issueNumber === 2)?.body).toContain("API_TOKEN");
  },
);

/** Place in the source where the function submit-job is available. */
const OVERRIDE_PLACE = {
  file: "constructs/job-poller/state-machine.ts",
  text: "const functionArns = {",
  override: `submitJob.resource.addOverride("environment", ${CANARY_EXPRESSIONS});\n  `,
};

export const planChanged = scenario(
  "plan changed since the review: rejected, with the differences",
  async (pipeline) => {
    const end = await pipeline.deploy({ mergeOf: 2 });

    expectEnd(end, "red");
    expect(end.log).toMatch(/aws_cloudwatch_log_group\.job-log-group.*reviewed no change, now update/);
    expect(end.log).not.toContain("ci apply job-poller-dev");
  },
);

export const tamperedZip = scenario(
  "tampered zip: rejected, although the plan is the reviewed one",
  async (pipeline) => {
    const end = await pipeline.merge(2, "second", { environment: { STAND_IN_TAMPER: "1" } });

    expectEnd(end, "red");
    expect(end.log).toContain("job-poller-dev: the plan matches the reviewed plan");
    expect(end.log).toMatch(/SHA-256 of .*submit-job.* must be \S+ as planned, got \S+;/);
    expect(end.log).not.toContain("Smoke test of dev");
  },
);

export const failingSmoke = scenario(
  "accept-new-plan with a failing smoke test: applies the unreviewed plan, and the run fails with the reason",
  async (pipeline, reached) => {
    const end = await pipeline.start("deploy.yml", {
      inputs: { environment: "dev", "accept-new-plan": "true", "allow-destroy": "" },
      commit: pipeline.mergeCommit(2),
      onOutput: tellMilestones(reached),
    });

    expectEnd(end, "red");
    expect(end.log).toContain("batch-dev: accepted a new plan");
    expect(end.log).toContain("job-poller-dev: the plan matches the reviewed plan");
    expect(end.log).toContain("Smoke test of dev: FAILED, expected SUCCEEDED");
    expect(end.log).toContain("BatchJob.UserError");
  },
);

export const guardedDestroy = scenario(
  "destroy without an allow-destroy line: rejected, with the line to add",
  async (pipeline) => {
    const end = await pipeline.merge(4, "queue");

    expectEnd(end, "red");
    expect(end.log).toMatch(/allow-destroy: aws_batch_job_queue\./);
    expect(end.log).not.toContain("ci apply job-poller-dev");
  },
);
