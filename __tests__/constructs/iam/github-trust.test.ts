import { z } from "zod";
import {
  githubTrustPolicyDocument,
  type GithubJobs,
  type GithubRepository,
} from "../../../constructs/iam/github-trust";
import { GIVEN_LOCATION } from "../synth-construct";

const REPOSITORY = { repository: "our-team/poller" };
const WITH_IDS = { ...REPOSITORY, ids: { ownerId: "11", repositoryId: "22" } };
const ISSUER = "token.actions.githubusercontent.com";

const trustSchema = z.object({
  Statement: z.tuple([z.object({ Condition: z.strictObject({ StringEquals: z.record(z.string(), z.unknown()) }) })]),
});

/** Returns the required claims, without the issuer. */
function claimsOf(repository: GithubRepository, jobs: GithubJobs): Record<string, unknown> {
  const document = trustSchema.parse(JSON.parse(githubTrustPolicyDocument(GIVEN_LOCATION, repository, jobs)));
  const claims = Object.entries(document.Statement[0].Condition.StringEquals);
  return Object.fromEntries(claims.map(([key, value]) => [key.replace(`${ISSUER}:`, ""), value]));
}

describe("githubTrustPolicyDocument", () => {
  it("allows only tokens of the account's GitHub provider with audience STS, and compares all claims exactly", () => {
    const jobs: GithubJobs = { subjects: ["pull_request"], workflows: ["plan.yml"] };
    const policy: unknown = JSON.parse(githubTrustPolicyDocument(GIVEN_LOCATION, REPOSITORY, jobs));

    expect(policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${ISSUER}:aud`]: "sts.amazonaws.com",
              [`${ISSUER}:sub`]: ["repo:our-team/poller:pull_request"],
              [`${ISSUER}:job_workflow_ref`]: ["our-team/poller/.github/workflows/plan.yml@refs/heads/main"],
            },
          },
        },
      ],
    });
  });

  it("accepts both forms of the repository claim when its IDs are known, and requires the IDs", () => {
    expect(claimsOf(WITH_IDS, { subjects: ["ref:refs/heads/main"], workflows: ["drift.yml", "state.yml"] })).toEqual({
      aud: "sts.amazonaws.com",
      sub: ["repo:our-team/poller:ref:refs/heads/main", "repo:our-team@11/poller@22:ref:refs/heads/main"],
      job_workflow_ref: ["drift", "state"].map(
        (name) => `our-team/poller/.github/workflows/${name}.yml@refs/heads/main`,
      ),
      ref: "refs/heads/main",
      repository_id: "22",
      repository_owner_id: "11",
    });
  });

  it("requires the environment and the branch of jobs in a GitHub environment", () => {
    const jobs: GithubJobs = { subjects: ["environment:dev", "environment:dev-unreviewed"], workflows: ["apply.yml"] };

    expect(claimsOf(REPOSITORY, jobs)).toMatchObject({
      sub: ["repo:our-team/poller:environment:dev", "repo:our-team/poller:environment:dev-unreviewed"],
      ref: "refs/heads/main",
      environment: ["dev", "dev-unreviewed"],
    });
  });

  it("names the claims and the provider of an enterprise's issuer", () => {
    const issuer = "token.actions.githubusercontent.com/acme";
    const jobs: GithubJobs = { subjects: ["pull_request"], workflows: ["plan.yml"] };
    const text = githubTrustPolicyDocument(GIVEN_LOCATION, { ...REPOSITORY, issuer }, jobs);

    expect(text).toContain(`"Federated":"arn:aws:iam::123456789012:oidc-provider/${issuer}"`);
    expect(text).toContain(`"${issuer}:sub":["repo:our-team/poller:pull_request"]`);
    expect(text).not.toContain(`${ISSUER}:`);
  });

  it.each([
    "poller",
    "our-team/",
    "/poller",
    "our-team/*",
    "our-team/poller/x",
    "our-team@11/poller",
    "our-team/poller:x",
  ])("rejects the repository %s", (repository) => {
    expect(() => claimsOf({ repository }, { subjects: ["pull_request"], workflows: ["plan.yml"] })).toThrow(
      `the GitHub repository must be like owner/name, got ${repository}`,
    );
  });
});
