import type { Pipeline } from "../support/pipeline";
import { CANARY_EXPRESSIONS, expectEnd, setRetentionByHand, scenario } from "../support/story";

/** Merges of reviewed pull requests that are not applied, and one that is applied but does not work. */
export function refuseMerges(pipeline: () => Pipeline): void {
  scenario(
    "secret-looking values in an environment map: the comment shows that something changes, and not what",
    async () => {
      const { repository, github } = pipeline();
      await repository.branch("second", async (edit) => {
        await edit("constructs/sample-job-command.ts", 'EXIT_CODE: "0"', 'EXIT_CODE: "4"');
        const after = "const functionArns = {";
        const override = `submitJob.resource.addOverride("environment", ${CANARY_EXPRESSIONS});\n`;
        await edit("stacks/job-poller-stack.ts", after, `${override}${after}`);
      });
      await pipeline().openPullRequest(2, "second");

      const end = await pipeline().review(2, "second");

      expectEnd(end, "green");
      expect(github.comments.find(({ issueNumber }) => issueNumber === 2)?.body).toContain("API_TOKEN");
    },
  );

  scenario("plan changed since the review: refused, with what is different", async () => {
    await setRetentionByHand(pipeline(), 7);

    const end = await pipeline().merge(2, "second");

    await setRetentionByHand(pipeline(), 30);
    expectEnd(end, "red");
    expect(end.log).toMatch(/aws_cloudwatch_log_group\.job-log-group.*reviewed no change, now update/);
    expect(end.log).not.toContain("ci apply job-poller-dev");
  });

  scenario("tampered zip: the code is not what the plan names, and is not deployed", async () => {
    const end = await pipeline().deploy({ STAND_IN_TAMPER: "1" });

    expectEnd(end, "red");
    expect(end.log).toMatch(/submit-job.* has the SHA-256 \S+, but \S+ was planned/);
    expect(end.log).not.toContain("Smoke test of dev");
  });

  scenario("smoke test that fails: the run of the same commit is applied, goes red, and says why", async () => {
    const end = await pipeline().deploy();

    expectEnd(end, "red");
    expect(end.log).toContain("ci apply job-poller-dev");
    expect(end.log).toContain("Smoke test of dev: FAILED, expected SUCCEEDED");
    expect(end.log).toContain("BatchJob.UserError");
  });
}
