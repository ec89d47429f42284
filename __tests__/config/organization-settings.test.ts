import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import { SettingsError } from "../../config/settings-error";

const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
const KEY_ARN = "arn:aws:kms:us-east-1:210987654321:key/mrk-0a1b2c3d";
const BOUNDARY_ARN = "arn:aws:iam::123456789012:policy/platform/workload-boundary";

function problemsOf(environment: Environment): string[] {
  try {
    parseDeploymentConfig({ ...GIVEN, ...environment });
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ variable, rule }) => `${variable}: ${rule}`);
    throw error;
  }
  return [];
}

const many = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"])));

describe("settings for the rules of an organization", () => {
  it("has none by default", () => {
    expect(Object.keys(parseDeploymentConfig(GIVEN))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(tags|ignoredTags|permissionsBoundaryArn|rolePath|kmsKeyArn)$/)]),
    );
  });

  it("accepts the values of an organization", () => {
    const settings = {
      TAGS: '{"CostCenter":"4711","É":"é / a+b=c@d","Empty":""}',
      IGNORE_TAGS: "BackupPlan, audit:*",
      PERMISSIONS_BOUNDARY_ARN: BOUNDARY_ARN,
      ROLE_PATH: "/team-a/apps/",
      KMS_KEY_ARN: KEY_ARN,
    };

    expect(parseDeploymentConfig({ ...GIVEN, ...settings })).toMatchObject({
      tags: { CostCenter: "4711", É: "é / a+b=c@d", Empty: "" },
      ignoredTags: { names: ["BackupPlan"], prefixes: ["audit:"] },
      permissionsBoundaryArn: BOUNDARY_ARN,
      rolePath: "/team-a/apps/",
      kmsKeyArn: KEY_ARN,
    });
  });

  it.each([
    [many(45), undefined],
    [many(46), /; problem: it has 46 tags$/],
    ['{"CostCenter":4711}', /; problem CostCenter: is not a string$/],
    ["[]", /; problem: is not an object$/],
    ["{", /; it is not JSON: a } is missing at line 1, column 2$/],
    ['{"a":"1","a":"2"}', /; it has the key "a" twice in one object/],
    ['{"__proto__":"1"}', /; it has a key "__proto__", which is not supported$/],
    ['{"AWS:x":"1"}', /; problem "AWS:x": is not a valid name$/],
    ['{"":"1"}', /; problem "": is not a valid name$/],
    ['{"a,b":"1"}', /; problem "a,b": is not a valid name$/],
    [`{"${"k".repeat(128)}":"${"v".repeat(256)}"}`, undefined],
    [`{"${"k".repeat(129)}":"1"}`, /; problem k+: is not a valid name$/],
    [`{"a":"${"v".repeat(257)}"}`, /; problem a: does not have a valid value$/],
    ['{"a":"${var.x}"}', /; problem a: does not have a valid value$/],
    ['{"Team":"1","team":"2"}', /; problem team: differs from Team only in case$/],
    ['{"environment":"test"}', /; problem environment: differs from Environment only in case$/],
    ['{"Environment":"test"}', undefined],
  ])("checks TAGS with the rules of AWS: %s", (tags, problem) => {
    expect(problemsOf({ TAGS: tags })).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)]);
  });

  it.each([
    ["*", /; entry 1 is "\*"$/],
    ["Stack", /: without tags that this deployment sets: Stack$/],
    ["Co*,other", /: without tags that this deployment sets: Cost$/],
    ["a,a", /comma-separated, unique; entry 2 repeats "a"$/],
    ["a,,b*c", /; entry 2 is "", entry 3 is "b\*c"$/],
    [Array.from({ length: 51 }, (_, index) => `t${index}`).join(","), /; the list has 51 entries$/],
  ])("rejects IGNORE_TAGS %s", (ignored, problem) => {
    expect(problemsOf({ TAGS: '{"Cost":"1"}', IGNORE_TAGS: ignored })).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ["arn:aws:iam::aws:policy/PowerUserAccess", undefined],
    ["workload-boundary", "the ARN of a managed policy like arn:aws:iam::123456789012:policy/NAME"],
    [
      BOUNDARY_ARN.replace("123456789012", "210987654321"),
      "a policy of the account 123456789012 or of AWS, in the partition aws",
    ],
    [BOUNDARY_ARN.replace("aws", "aws-cn"), "a policy of the account 123456789012 or of AWS, in the partition aws"],
    [
      "arn:aws:iam::123456789012:policy/job-status-poller-deploy/job-status-poller-dev-boundary-us-east-1",
      "a policy outside /job-status-poller-deploy/, which bootstrap creates",
    ],
  ])("checks PERMISSIONS_BOUNDARY_ARN %s", (boundary, rule) => {
    expect(problemsOf({ PERMISSIONS_BOUNDARY_ARN: boundary })).toEqual(
      rule === undefined ? [] : [`PERMISSIONS_BOUNDARY_ARN: ${rule}`],
    );
  });

  it.each([
    "team-a",
    "/team-a",
    "team-a/",
    "//",
    "/a b/",
    "/aws-service-role/",
    "/x/job-status-poller/",
    `/${"p".repeat(99)}/`,
  ])("rejects ROLE_PATH %s", (rolePath) => {
    expect(problemsOf({ ROLE_PATH: rolePath })).toEqual([
      "ROLE_PATH: a path of at most 100 characters that begins and ends with /, like /team-a/, without parts that begin with aws- or job-status-poller",
    ]);
  });

  it("compares job roles and policies with ROLE_PATH", () => {
    const path = "/team-a/";

    expect(
      problemsOf({
        ROLE_PATH: path,
        JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/team-a/job-status-poller/x",
      }),
    ).toEqual(["JOB_ROLE_ARN: a role outside /team-a/job-status-poller/, which deployments create"]);
    expect(
      problemsOf({
        ROLE_PATH: path,
        JOB_ROLE_POLICY_ARNS: "arn:aws:iam::123456789012:policy/team-a/job-status-poller-deploy/x",
      }),
    ).toEqual([
      "JOB_ROLE_POLICY_ARNS: policies outside /team-a/job-status-poller-deploy/, which bootstrap creates; others: " +
        "arn:aws:iam::123456789012:policy/team-a/job-status-poller-deploy/x",
    ]);
  });

  it.each([
    ["alias/company", "the ARN of a KMS key like arn:aws:kms:us-east-1:123456789012:key/ID"],
    [KEY_ARN.replace("us-east-1", "eu-west-1"), "a key in us-east-1, where the logs and the states are"],
  ])("rejects KMS_KEY_ARN %s", (key, rule) => {
    expect(problemsOf({ KMS_KEY_ARN: key })).toEqual([`KMS_KEY_ARN: ${rule}`]);
  });
});
