import { parseDeploymentConfig } from "../../config/deployment-config";

const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

describe("names of buckets", () => {
  it.each(["abc", "a.b-c", "1.2.3", `a${"b".repeat(61)}c`])("accepts %s", (name) => {
    expect(parseDeploymentConfig({ ...GIVEN, STATE_BUCKET: name }).stateBucket).toBe(name);
  });

  it.each([
    "a..b",
    "192.168.5.4",
    "xn--abc",
    "sthree-abc",
    "amzn-s3-demo-abc",
    "abc-s3alias",
    "abc--ol-s3",
    "abc.mrap",
    "abc--x-s3",
    "abc--table-s3",
    "ab",
    "Abc",
  ])("rejects %s, which S3 rejects", (name) => {
    expect(() => parseDeploymentConfig({ ...GIVEN, STATE_BUCKET: name })).toThrow(
      `STATE_BUCKET is "${name}": must be a bucket name: 3 to 63 lower-case letters`,
    );
  });
});

describe("workflows of another repository", () => {
  it("splits repository and version", () => {
    const settings = { GITHUB_REPOSITORY: "acme/orders", GITHUB_WORKFLOWS: "acme/poller@refs/tags/v1" };

    expect(parseDeploymentConfig({ ...GIVEN, ...settings }).github).toEqual({
      repository: "acme/orders",
      workflows: { repository: "acme/poller", ref: "refs/tags/v1" },
      createOidcProvider: true,
    });
  });

  it.each([
    "acme/poller",
    "acme/poller@v1",
    "acme/poller@main",
    "acme/*@refs/tags/v1",
    "acme/poller@refs/pull/5/merge",
  ])("rejects %s", (workflows) => {
    expect(() => parseDeploymentConfig({ ...GIVEN, GITHUB_WORKFLOWS: workflows })).toThrow(
      `GITHUB_WORKFLOWS is "${workflows}": must be a repository and a version like owner/name@refs/tags/v1`,
    );
  });

  it("deploys the stacks of this project by default, or those of the setting in its order", () => {
    expect(parseDeploymentConfig(GIVEN).deployedParts).toEqual(["batch", "job-poller"]);
    expect(parseDeploymentConfig({ ...GIVEN, DEPLOYED_STACKS: "messages, alarms" }).deployedParts).toEqual([
      "messages",
      "alarms",
    ]);
  });

  it.each(["state-backend", "batch,state-backend", "batch,batch", "Batch", "batch-", "b4tch"])(
    "rejects the stacks %s",
    (stacks) => {
      expect(() => parseDeploymentConfig({ ...GIVEN, DEPLOYED_STACKS: stacks })).toThrow(
        "must be 1 to 10 names of stacks without their environment, like batch, comma-separated, unique, without state-backend",
      );
    },
  );

  it("guards no additional types by default", () => {
    expect(parseDeploymentConfig(GIVEN).guardedTypes).toEqual([]);
    expect(parseDeploymentConfig({ ...GIVEN, GUARDED_TYPES: "aws_sqs_queue, aws_sns_topic" }).guardedTypes).toEqual([
      "aws_sqs_queue",
      "aws_sns_topic",
    ]);
  });

  it.each(["google_storage_bucket", "aws_sqs_queue,aws_sqs_queue"])("rejects the guarded types %s", (types) => {
    expect(() => parseDeploymentConfig({ ...GIVEN, GUARDED_TYPES: types })).toThrow(
      "must be 1 to 50 resource types like aws_sqs_queue",
    );
  });
});

describe("identities of GitHub", () => {
  it("accepts the repository of a managed user", () => {
    const { github } = parseDeploymentConfig({ ...GIVEN, GITHUB_REPOSITORY: "ann_acme/poller" });

    expect(github).toEqual({ repository: "ann_acme/poller", createOidcProvider: true });
  });

  it.each([
    "token.actions.githubusercontent.com",
    "token.actions.githubusercontent.com/acme",
    "token.actions.acme.ghe.com",
    "github.acme.example/_services/token",
  ])("accepts the issuer %s", (issuer) => {
    const settings = { ...GIVEN, GITHUB_REPOSITORY: "acme/poller", GITHUB_OIDC_ISSUER: issuer };

    expect(parseDeploymentConfig(settings).github).toMatchObject({ issuer });
  });

  it.each(["https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com/", "acme", "a*b.com"])(
    "rejects the issuer %s",
    (issuer) => {
      expect(() => parseDeploymentConfig({ ...GIVEN, GITHUB_OIDC_ISSUER: issuer })).toThrow(
        `GITHUB_OIDC_ISSUER is "${issuer}": must be an issuer without https://`,
      );
    },
  );
});
