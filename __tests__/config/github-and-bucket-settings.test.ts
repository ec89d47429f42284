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
