import { z } from "zod";
import {
  githubTrustPolicyDocument,
  type GithubRepository,
  type GithubSubject,
} from "../../../constructs/iam/github-trust";
import { GIVEN_LOCATION } from "../synth-construct";

const REPOSITORY = { repository: "our-team/poller" };
const WITH_IDS = { ...REPOSITORY, ids: { ownerId: "11", repositoryId: "22" } };

function subjectsOf(repository: GithubRepository, ...subjects: [GithubSubject, ...GithubSubject[]]): unknown {
  const document = z
    .object({
      Statement: z.tuple([
        z.object({
          Condition: z.object({
            StringEquals: z.looseObject({ "token.actions.githubusercontent.com:sub": z.unknown() }),
          }),
        }),
      ]),
    })
    .parse(JSON.parse(githubTrustPolicyDocument(GIVEN_LOCATION, repository, subjects)));
  return document.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"];
}

describe("githubTrustPolicyDocument", () => {
  it("allows only tokens of the account's GitHub provider with audience STS, and compares aud and sub exactly", () => {
    const policy: unknown = JSON.parse(githubTrustPolicyDocument(GIVEN_LOCATION, REPOSITORY, ["pull_request"]));

    expect(policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": ["repo:our-team/poller:pull_request"],
            },
          },
        },
      ],
    });
  });

  it("accepts both forms of the repository claim when its IDs are known", () => {
    expect(subjectsOf(WITH_IDS, "environment:prod")).toEqual([
      "repo:our-team/poller:environment:prod",
      "repo:our-team@11/poller@22:environment:prod",
    ]);
  });

  it("accepts each of several subjects and no others", () => {
    expect(subjectsOf(WITH_IDS, "environment:dev", "ref:refs/heads/main")).toEqual([
      "repo:our-team/poller:environment:dev",
      "repo:our-team@11/poller@22:environment:dev",
      "repo:our-team/poller:ref:refs/heads/main",
      "repo:our-team@11/poller@22:ref:refs/heads/main",
    ]);
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
    expect(() => subjectsOf({ repository }, "pull_request")).toThrow(
      `the GitHub repository must be like owner/name, got ${repository}`,
    );
  });
});
