import { z } from "zod";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "../../testing/given-deployment";

const GITHUB = { GITHUB_REPOSITORY: "our-team/poller" };

function outputsOf(stack: SynthesizedStack): unknown {
  return Object.fromEntries(
    Object.entries(stack.output).map(([name, { value }]) => [name, value.replace(/^\$\{.*\}$/, "(token)")]),
  );
}

function subjectsOf(stack: SynthesizedStack): unknown {
  const trustSchema = z.object({
    Statement: z.tuple([
      z.object({
        Action: z.literal("sts:AssumeRoleWithWebIdentity"),
        Condition: z.strictObject({
          StringEquals: z.looseObject({
            "token.actions.githubusercontent.com:aud": z.literal("sts.amazonaws.com"),
            "token.actions.githubusercontent.com:sub": z.array(z.string()),
          }),
        }),
      }),
    ]),
  });
  return Object.fromEntries(
    resourcesOf(stack, "aws_iam_role").map((role) => {
      const { name, assume_role_policy: trust } = z
        .object({ name: z.string(), assume_role_policy: z.string() })
        .parse(role);
      const { StringEquals: equals } = trustSchema.parse(JSON.parse(trust)).Statement[0].Condition;
      return [name, equals["token.actions.githubusercontent.com:sub"]];
    }),
  );
}

describe("StateBackendStack", () => {
  it("matches the snapshot", () => {
    expect(synthEnvironment(GITHUB).stateBackend).toMatchSnapshot();
  });

  it("creates the bucket that stores the state of the environment's stacks", () => {
    const { stateBackend, batch } = synthEnvironment();

    const { bucket } = resourceOf(stateBackend, "aws_s3_bucket");
    expect(bucket).toBe("job-status-poller-dev-state-123456789012-eu-west-1");
    expect(batch.terraform).toMatchObject({ backend: { s3: { bucket } } });
    expect(outputsOf(stateBackend)).toEqual({ state_bucket: bucket });
  });

  it("creates only the bucket and the boundary without a GitHub repository", () => {
    const { stateBackend } = synthEnvironment();

    expect(resourcesOf(stateBackend, "aws_iam_role")).toEqual([]);
    expect(resourcesOf(stateBackend, "aws_iam_openid_connect_provider")).toEqual([]);
    expect(resourceOf(stateBackend, "aws_iam_policy")).toMatchObject({
      name: "job-status-poller-dev-boundary-eu-west-1",
    });
  });

  it.each([
    ["create", 1],
    ["existing", 0],
  ])("uses GITHUB_OIDC_PROVIDER=%s to create %d providers", (setting, count) => {
    const { stateBackend } = synthEnvironment({ ...GITHUB, GITHUB_OIDC_PROVIDER: setting });

    const providers = resourcesOf(stateBackend, "aws_iam_openid_connect_provider");
    expect(providers).toHaveLength(count);
    for (const provider of providers)
      expect(provider).toMatchObject({
        url: "https://token.actions.githubusercontent.com",
        client_id_list: ["sts.amazonaws.com"],
      });
    expect(resourcesOf(stateBackend, "aws_iam_role")).toHaveLength(5);
  });

  it("creates the provider of an enterprise's issuer", () => {
    const issuer = "token.actions.acme.ghe.com";
    const { stateBackend } = synthEnvironment({ ...GITHUB, GITHUB_OIDC_ISSUER: issuer });

    expect(resourceOf(stateBackend, "aws_iam_openid_connect_provider")).toMatchObject({ url: `https://${issuer}` });
    expect(JSON.stringify(resourcesOf(stateBackend, "aws_iam_role"))).not.toContain("githubusercontent");
  });

  it("restricts each role to the workflow runs that it is for", () => {
    expect(subjectsOf(synthEnvironment(GITHUB).stateBackend)).toEqual({
      "job-status-poller-dev-plan-eu-west-1": ["repo:our-team/poller:pull_request"],
      "job-status-poller-dev-main-plan-eu-west-1": ["repo:our-team/poller:ref:refs/heads/main"],
      "job-status-poller-dev-apply-eu-west-1": [
        "repo:our-team/poller:environment:dev",
        "repo:our-team/poller:environment:dev-unreviewed",
      ],
      "job-status-poller-dev-smoke-eu-west-1": ["repo:our-team/poller:ref:refs/heads/main"],
      "job-status-poller-dev-drift-eu-west-1": ["repo:our-team/poller:ref:refs/heads/main"],
    });
  });

  it("accepts the repository claim with IDs if they are set", () => {
    const ids = { GITHUB_REPOSITORY_OWNER_ID: "11", GITHUB_REPOSITORY_ID: "22" };

    const subjects = subjectsOf(synthEnvironment({ ...GITHUB, ...ids }).stateBackend);

    expect(subjects).toMatchObject({
      "job-status-poller-dev-plan-eu-west-1": [
        "repo:our-team/poller:pull_request",
        "repo:our-team@11/poller@22:pull_request",
      ],
    });
  });

  it("outputs the bucket and the ARN of each role", () => {
    const { stateBackend } = synthEnvironment(GITHUB);

    const roleArns = Object.fromEntries(
      resourcesOf(stateBackend, "aws_iam_role").map((role) => {
        const { path, name } = z.object({ path: z.string(), name: z.string() }).parse(role);
        const part = name.replace("job-status-poller-dev-", "").replace("-eu-west-1", "");
        return [`${part.replaceAll("-", "_")}_role_arn`, `arn:aws:iam::123456789012:role${path}${name}`];
      }),
    );
    expect(Object.keys(roleArns)).toHaveLength(5);
    expect(outputsOf(stateBackend)).toEqual({
      ...roleArns,
      state_bucket: "job-status-poller-dev-state-123456789012-eu-west-1",
    });
  });

  it("respects the IAM limits with the longest names", () => {
    const settings = {
      ...GITHUB,
      DEPLOY_ENVIRONMENT: "prod",
      AWS_REGION: "us-gov-northwest-12",
      STATE_BUCKET: "b".repeat(63),
    };

    expect(() => synthEnvironment(settings)).not.toThrow();
  });
});
