import { step } from "../../e2e/support/steps";
import type { Pipeline } from "../support/pipeline";
import { expectEnd, LIMIT_MS } from "../support/story";

/** From an empty account to the first deployment, and what becomes of a direct push. */
export function deliverFirst(pipeline: () => Pipeline): void {
  step(
    "a person bootstraps the environment",
    async () => {
      const { exitCode, output } = await pipeline().clone.poller(["bootstrap", "--environment", "dev", "--yes"]);

      expect(output).toContain("apply_role_arn");
      expect(exitCode).toBe(0);
    },
    LIMIT_MS,
  );

  step(
    "direct push: nothing was reviewed, so nothing is applied, and the run says how to go on",
    async () => {
      await pipeline().repository.push((edit) => edit("README.md", "# Job Status Poller", "# The Job Status Poller"));

      const end = await pipeline().deploy();

      expectEnd(end, "red");
      expect(end.log).toContain("pushed directly, without a pull request");
      expect(end.log).toContain("accept-new-plan");
      const { output } = await pipeline().clone.poller(["state", "list", "--environment", "dev", "--stack", "batch"]);
      expect(output).toContain("batch-dev is not deployed");
    },
    LIMIT_MS,
  );

  step(
    "pull request for an empty account: every stack is planned, and one comment shows it",
    async () => {
      const { repository, github } = pipeline();
      await repository.branch("first", (edit) => edit("README.md", "Runs an AWS Batch job", "Runs a job of AWS Batch"));
      await pipeline().openPullRequest(1, "first");

      const end = await pipeline().review(1, "first");

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
      const end = await pipeline().merge(1, "first");

      expectEnd(end, "green");
      expect(end.log.indexOf("ci apply batch-dev")).toBeLessThan(end.log.indexOf("ci apply job-poller-dev"));
      expect(end.log).toContain("assumed job-status-poller-dev-apply-us-east-1 in us-east-1");
      expect(end.log).toContain("Smoke test of dev: SUCCEEDED, as expected");
      expect(end.log).toContain("Smoke test of dev: FAILED, as expected");
    },
    LIMIT_MS,
  );
}
