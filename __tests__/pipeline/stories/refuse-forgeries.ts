import * as z from "zod";
import { HOSTILE_CLAIMS, isTrusted, LEGITIMATE_CLAIMS } from "../../github-workflows/claims";
import { readStateBackend } from "../support/held-lock";
import type { Runs } from "../support/pipeline";
import { expectEnd, scenario } from "../support/story";

const REFUSED = "is not the one that a pull request showed, so nothing was applied";

export const replacedArtifact = scenario(
  "artefact replaced by one of the same name: rejected, because jobs download by ID",
  async ({ copy }) => {
    const end = await copy.deploy({ environment: { STAND_IN_REPLACE_ARTIFACT: "synth-dev" } });

    expectEnd(end, "red");
    expect(end.log).toMatch(/there is no artefact with the ID \d+/);
    expect(end.log).not.toContain("assumed ");
  },
);

export const changedBundle = scenario(
  "changed bundle of the command line: rejected before it runs, because its SHA-256 differs",
  async ({ copy }) => {
    const end = await copy.deploy({ environment: { STAND_IN_CHANGE_ARTIFACT: "bundle" } });

    expectEnd(end, "red");
    expect(end.log).toContain("build/ci/poller.mjs: FAILED");
    expect(end.log).not.toContain("assumed ");
  },
);

/** Report with unknown values only, which an earlier version of the pipeline took for the rest of a reviewed plan. */
const FORGED = JSON.stringify({
  stack: "batch-dev",
  changes: [{ address: "aws_batch_job_definition.job-definition", attributes: [{ after: { kind: "unknown" } }] }],
});

export const forgedReport = scenario(
  "forged report: an edited workflow uploads a report instead of calling plan.yml; not applied",
  async ({ copy }) => {
    const { repository } = copy;
    await repository.branch("forged", async (edit) => {
      const workflow = ".github/workflows/pull-request.yml";
      await edit(workflow, "needs.synth.result != 'skipped'", "false");
      const steps = [
        `      - run: mkdir forged && echo '${FORGED}' > forged/batch-dev.json`,
        `      - uses: ${await repository.action("upload-artifact")}`,
        "        with: { name: plan-batch-dev, path: forged }",
      ];
      await edit(
        workflow,
        "\njobs:\n",
        `\njobs:\n  forge:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.join("\n")}\n`,
      );
      await edit("sample-job/sample-job-command.ts", 'EXIT_CODE: "0"', 'EXIT_CODE: "5"');
    });
    await copy.openPullRequest(6, "forged");
    const review = await copy.review(6, "forged");
    showForgedComment(copy, 6);

    const end = await copy.merge(6, "forged");

    expectEnd(review, "green");
    expectEnd(end, "red");
    expect(end.log).toContain(
      "batch-dev: this plan was not reviewed: plan.yml on main has stored no plan for pull request 6 and its commit",
    );
    expect(end.log).toContain(REFUSED);
    expect(end.log).not.toContain("assumed copy-dev-apply-");
  },
);

export const otherBase = scenario(
  "second pull request from the same branch to another base: plans nothing, and its comment proves nothing",
  async ({ copy }) => {
    await copy.repository.branch("two-bases", (edit) =>
      edit("sample-job/sample-job-command.ts", 'EXIT_CODE: "5"', 'EXIT_CODE: "6"'),
    );
    await copy.openPullRequest(7, "two-bases");
    await copy.openPullRequest(8, "two-bases");
    const review = await copy.review(8, "two-bases", { base: "release" });
    showForgedComment(copy, 7);

    const end = await copy.merge(7, "two-bases");

    expectEnd(review, "green");
    expect(review.log).not.toContain("assumed ");
    expectEnd(end, "red");
    expect(end.log).toContain("plan.yml on main has stored no plan for pull request 7 and its commit");
    expect(end.log).toContain(REFUSED);
    expect(end.log).not.toContain("assumed copy-dev-apply-");
  },
);

/** Comment that a workflow of a branch wrote: it has the same author as that of plan.yml. */
function showForgedComment({ github }: Runs, issueNumber: number): void {
  const { headSha } = github.pulls.find(({ number }) => number === issueNumber) ?? { headSha: "" };
  const body = `<!-- job-status-poller:plans:dev -->\n<!-- head:${headSha} -->\n\n## ✅ No changes to dev`;
  github.comments.push({ id: issueNumber, issueNumber, byBot: true, body });
}

export const oldRerun = scenario(
  "old deployment run again after later merges: rejected, because it would undo them",
  async ({ copy }) => {
    const end = await copy.deploy({ mergeOf: 6 });

    expectEnd(end, "red");
    expect(end.log).toMatch(
      /[0-9a-f]{7} is not the newest commit of main, which is [0-9a-f]{7}; applying it would undo/,
    );
    expect(end.log).not.toContain("assumed copy-dev-apply-");
  },
);

const rolesSchema = z.object({
  resources: z.array(
    z.object({
      type: z.string(),
      instances: z.array(z.object({ attributes: z.looseObject({ name: z.string(), assume_role_policy: z.string() }) })),
    }),
  ),
});

export const claims = scenario(
  "tokens of edited workflows, forks, branches and Dependabot: no deployed role trusts them",
  async (pipeline) => {
    const { resources } = rolesSchema.parse(await readStateBackend(pipeline));
    const trusts = new Map(
      resources.flatMap(({ instances }) =>
        instances.map(({ attributes: { name, assume_role_policy: policy } }) => [name, policy] as const),
      ),
    );

    expect(trusts.size).toBe(Object.keys(LEGITIMATE_CLAIMS).length);
    for (const [role, tokens] of Object.entries(LEGITIMATE_CLAIMS)) {
      const policy = trusts.get(`job-status-poller-dev-${role}-us-east-1`) ?? "";
      expect(HOSTILE_CLAIMS.filter(({ token }) => isTrusted(policy, token)).map(({ who }) => who)).toEqual([]);
      expect(tokens.filter((token) => !isTrusted(policy, token))).toEqual([]);
    }
  },
);
