import type { Pipeline } from "../support/pipeline";
import { expectEnd, scenario } from "../support/story";

/** Pull requests that are not planned, not commented on, or not to be merged as they are. */
export function refusePullRequests(pipeline: () => Pipeline): void {
  scenario("external data smuggled into a stack: the firewall refuses it before there are credentials", async () => {
    const { repository } = pipeline();
    await repository.branch("smuggle", (edit) =>
      edit(
        "stacks/batch-stack.ts",
        "boundRoles(this, config);",
        'boundRoles(this, config); this.addOverride("data.external", { spy: { program: ["sh", "-c", "env >&2"] } });',
      ),
    );
    await pipeline().openPullRequest(3, "smuggle");

    const end = await pipeline().review(3, "smuggle");

    expectEnd(end, "red");
    expect(end.log).toMatch(/batch-dev.*external/);
    expect(end.log).not.toContain("assumed ");
  });

  scenario(
    "comment API down: the plan succeeds all the same, and the summary shows what the comment would have",
    async () => {
      const { repository, github } = pipeline();
      await repository.branch("queue", (edit) =>
        edit("stacks/batch-stack.ts", '"job-queue", {\n      name,', '"job-queue", {\n      name: `${name}-2`,'),
      );
      await pipeline().openPullRequest(4, "queue");
      github.failures.push({ request: /\/comments/, times: 1_000, status: 503, message: "No server is available" });

      const end = await pipeline().review(4, "queue");

      github.failures.length = 0;
      expectEnd(end, "green");
      expect(end.log).toContain("the plans are in the summary of this job instead");
      expect(end.log).toContain("allow-destroy: aws_batch_job_queue.");
    },
  );

  scenario("destroy without the line: refused, and the line to add is named", async () => {
    // Without a comment nothing counts as reviewed.
    expectEnd(await pipeline().review(4, "queue"), "green");

    const end = await pipeline().merge(4, "queue");

    expectEnd(end, "red");
    expect(end.log).toMatch(/allow-destroy: aws_batch_job_queue\./);
    expect(end.log).not.toContain("ci apply job-poller-dev");
  });

  scenario("fork: checks and a notice; no plan, no comment, no credentials, and no red run", async () => {
    const { repository, github } = pipeline();
    await repository.branch("fork", (edit) => edit("README.md", "MIT licence.", "MIT licence!"));
    await pipeline().openPullRequest(5, "fork");

    const end = await pipeline().review(5, "fork", { from: "stranger/poller" });

    expectEnd(end, "green");
    expect(end.log).toContain("forks and Dependabot get no credentials");
    expect(end.log).not.toContain("assumed ");
    expect(github.comments.filter(({ issueNumber }) => issueNumber === 5)).toEqual([]);
  });
}
