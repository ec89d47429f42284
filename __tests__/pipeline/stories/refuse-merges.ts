import type { ActEnd } from "../support/act";
import type { Pipeline } from "../support/pipeline";
import { CANARY_EXPRESSIONS, expectEnd, setRetentionByHand, whenDeployed, scenario } from "../support/story";
import { readDeployInputs } from "./find-drift";

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
  "plan changed since the review: not applied without reviewers, with the differences",
  async (pipeline) => {
    const end = await pipeline.deploy({ mergeOf: 2 });

    expectEnd(end, "red");
    expect(end.log).toContain("batch-dev: the plan differs from pull request 2");
    expect(end.log).toMatch(/aws_cloudwatch_log_group\.job-log-group.*reviewed no change, now update/);
    expect(end.log).toContain("the plan of batch-dev is not the one that a pull request showed");
    expect(end.log).not.toContain("assumed job-status-poller-dev-apply-");
  },
);

export const tamperedZip = scenario(
  "tampered zip: rejected, although the plan is the reviewed one",
  async (pipeline) => {
    const end = await pipeline.merge(2, "second", { environment: { STAND_IN_TAMPER: "1" } });

    expectEnd(end, "red");
    expect(end.log).toContain("job-poller-dev: the plan matches pull request 2");
    expect(end.log).toMatch(/SHA-256 of .*submit-job.* must be \S+ as planned, got \S+;/);
    expect(end.log).not.toContain("Smoke test of dev");
  },
);

/** Runs Deploy with the command of the issue about drift. Reviewers decide on plans that were not reviewed. */
const deployManually = (pipeline: Pipeline, onOutput: (text: string) => void): Promise<ActEnd> => {
  pipeline.github.environments.set("dev-unreviewed", { reviewers: ["ann"] });
  return pipeline.start("deploy.yml", {
    inputs: { "allow-destroy": "", ...readDeployInputs(pipeline) },
    commit: pipeline.mergeCommit(2),
    onOutput,
  });
};

export const changedAfterApproval = scenario(
  "plan changed after the approval: rejected by the job that was approved",
  async (pipeline) => {
    let log = "";
    let change: Promise<void> | undefined;
    const end = await deployManually(pipeline, (text) => {
      log += text;
      if (log.includes("to be approved in dev-unreviewed: batch-dev")) change ??= setRetentionByHand(pipeline, 14);
    });
    await change;

    expectEnd(end, "red");
    expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
    expect(end.log).toContain("batch-dev: the plan has changed since it was approved, so nothing was applied");
    expect(end.log).not.toContain("batch-dev: the plan is the approved one");
  },
);

export const failingSmoke = scenario(
  "approved by the reviewers of dev-unreviewed: applies the plan that they saw; the smoke test fails with the reason",
  async (pipeline, onDeployed) => {
    const end = await deployManually(pipeline, whenDeployed(onDeployed));

    expectEnd(end, "red");
    expect(end.log).toContain("batch-dev: the plan differs from pull request 2");
    expect(end.log).toContain("job-poller-dev: the plan matches pull request 2");
    expect(end.log).toContain("to be approved in dev-unreviewed: batch-dev");
    expect(end.log).toContain("Smoke test of dev: FAILED, expected SUCCEEDED");
    expect(end.log).toContain("BatchJob.UserError");
    expect(pipeline.github.issues).toContainEqual(
      expect.objectContaining({ title: "Deploy of dev failed", state: "open" }),
    );
  },
);

export const guardedDestroy = scenario(
  "destroy without an allow-destroy line: rejected, with the line to add",
  async (pipeline) => {
    pipeline.github.environments.clear();

    const end = await pipeline.merge(4, "queue");

    expectEnd(end, "red");
    expect(end.log).toContain("batch-dev: the plan matches pull request 4");
    expect(end.log).toMatch(/allow-destroy: aws_batch_job_queue\./);
    expect(end.log).not.toContain("assumed job-status-poller-dev-apply-");
  },
);
