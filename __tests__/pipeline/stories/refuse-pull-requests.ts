import { expectEnd, scenario } from "../support/story";

export const smuggledData = scenario(
  "external data source in a stack: rejected by the firewall before the job gets credentials; checkov reads the rest",
  async ({ copy }) => {
    await copy.repository.branch("smuggle", (edit) =>
      edit(
        "stacks/batch-stack.ts",
        'super(scope, "batch", config);',
        'super(scope, "batch", config); this.addOverride("data.external", { spy: { program: ["sh", "-c", "env >&2"] } }); this.addOverride("resource.aws_s3_bucket", { spy: { bucket: "spy" } });',
      ),
    );
    await copy.openPullRequest(3, "smuggle");

    const end = await copy.review(3, "smuggle");

    expectEnd(end, "red");
    expect(end.log).toMatch(/batch-dev.*external/);
    expect(end.log).not.toContain("assumed ");
    const comments = copy.github.comments.filter(({ issueNumber }) => issueNumber === 3);
    expect(comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("Not every stack of dev could be planned"),
    ]);
    expect(comments[0]?.body).toMatch(
      /Findings of checkov that `main` does not have:\n {2}- `CKV\w+ aws_s3_bucket\.spy: /,
    );
  },
);

export const commentDown = scenario(
  "comment API down: the plan succeeds, and the summary contains the comment",
  async (pipeline) => {
    const { repository, github } = pipeline;
    await repository.branch("queue", (edit) =>
      edit("stacks/batch-stack.ts", '"job-queue", {\n      name,', '"job-queue", {\n      name: `${name}-2`,'),
    );
    await pipeline.openPullRequest(4, "queue");
    const failure = { request: /\/issues\/4\/comments/, times: 1_000, status: 503, message: "No server is available" };
    github.failures.push(failure);

    const end = await pipeline.review(4, "queue");

    github.failures.splice(github.failures.indexOf(failure), 1);
    expectEnd(end, "green");
    expect(end.log).toContain("the plans are in the summary of this job instead");
    expect(end.log).toContain("allow-destroy: aws_batch_job_queue.");
  },
);

export const reviewedAgain = scenario(
  "re-run after the comment API is available: writes the comment that a review requires",
  async (pipeline) => {
    expectEnd(await pipeline.review(4, "queue"), "green");

    const comments = pipeline.github.comments.filter(({ issueNumber }) => issueNumber === 4);
    expect(comments.map(({ body }) => body)).toEqual([expect.stringContaining("allow-destroy: aws_batch_job_queue.")]);
  },
);

export const fork = scenario(
  "fork: runs checks and shows a notice, without plan, comment, credentials or failure",
  async ({ copy: { repository, github, openPullRequest, review } }) => {
    await repository.branch("fork", (edit) => edit(".github/dependabot.yml", "usually detected", "mostly detected"));
    await openPullRequest(5, "fork");

    const end = await review(5, "fork", { from: "stranger/poller" });

    expectEnd(end, "green");
    expect(end.log).toContain("forks and Dependabot get no credentials");
    expect(end.log).not.toContain("assumed ");
    expect(github.comments.filter(({ issueNumber }) => issueNumber === 5)).toEqual([]);
  },
);
