import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import type { JobConfig } from "../../config/job-config";
import { SettingsError } from "../../config/settings-error";

const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

const SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/token-a1b2c3";
const PARAMETER_ARN = "arn:aws:ssm:us-east-1:123456789012:parameter/team/dsn";
const ROLE_ARN = "arn:aws:iam::123456789012:role/nightly";
const KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const READ_BUCKET = { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::in/${aws:PrincipalTag/x}*" };
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const jobOf = (settings: Environment): JobConfig => parseDeploymentConfig({ ...GIVEN, ...settings }).job;

function problemsOf(settings: Environment): string[] {
  try {
    parseDeploymentConfig({ ...GIVEN, ...settings });
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("settings of the job", () => {
  it("reads every setting", () => {
    const job = jobOf({
      JOB_IMAGE: "registry/job:7",
      JOB_COMMAND: '["python","main.py"]',
      JOB_VCPUS: "2",
      JOB_MEMORY_MIB: "5120",
      JOB_EPHEMERAL_STORAGE_GIB: "50",
      JOB_ARCHITECTURE: "ARM64",
      JOB_ENVIRONMENT: '{"STAGE":"test","EMPTY":""}',
      JOB_SECRETS: `{"TOKEN":"${SECRET_ARN}:key::","DSN":"${PARAMETER_ARN}"}`,
      JOB_SECRETS_KMS_KEY_ARNS: KEY_ARN,
      JOB_ROLE_ARN: ROLE_ARN,
      JOB_READONLY_ROOT_FILESYSTEM: "true",
      JOB_RETRY_ATTEMPTS: "1",
      JOB_TIMEOUT_SECONDS: "60",
    });

    expect(job).toEqual({
      image: "registry/job:7",
      isSampleImage: false,
      command: ["python", "main.py"],
      vcpus: 2,
      memoryMib: 5120,
      ephemeralStorageGib: 50,
      architecture: "ARM64",
      environment: { STAGE: "test", EMPTY: "" },
      secrets: { TOKEN: `${SECRET_ARN}:key::`, DSN: PARAMETER_ARN },
      secretKeyArns: [KEY_ARN],
      rolePolicy: [],
      rolePolicyArns: [],
      roleArn: ROLE_ARN,
      readonlyRootFilesystem: true,
      retryAttempts: 1,
      timeoutSeconds: 60,
    });
  });

  it("uses a writable root file system by default with an image other than the sample's", () => {
    expect(jobOf({}).readonlyRootFilesystem).toBe(true);
    expect(jobOf({ JOB_IMAGE: "registry/job:7" }).readonlyRootFilesystem).toBe(false);
    expect(jobOf({ JOB_READONLY_ROOT_FILESYSTEM: "false" }).readonlyRootFilesystem).toBe(false);
  });

  it.each([
    ["0.25", 512],
    ["0.5", 1024],
    ["1", 2048],
    ["4.0", 8192],
  ])("uses the smallest memory that Fargate supports with %s vCPUs", (vcpus, memoryMib) => {
    expect(jobOf({ JOB_VCPUS: vcpus }).memoryMib).toBe(memoryMib);
  });

  it.each([
    [
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/job:7",
      "arn:aws:ecr:eu-west-1:111122223333:repository/team/job",
    ],
    [
      "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/job@sha256:0a",
      "arn:aws:ecr:us-east-1:111122223333:repository/job",
    ],
    ["111122223333.dkr-ecr.us-east-1.on.aws/job:7", "arn:aws:ecr:us-east-1:111122223333:repository/job"],
    ["public.ecr.aws/team/job:7", undefined],
    ["registry/111122223333.dkr.ecr.us-east-1.amazonaws.com/job:7", undefined],
  ])("finds the private repository of %s", (image, arn) => {
    expect(jobOf({ JOB_IMAGE: image }).repositoryArn).toBe(arn);
  });

  it("finds a private repository in China", () => {
    const image = "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/job:7";

    const { repositoryArn } = jobOf({ AWS_REGION: "cn-north-1", JOB_IMAGE: image });

    expect(repositoryArn).toBe("arn:aws-cn:ecr:cn-north-1:111122223333:repository/job");
  });

  it("reports all problems at once, with the nearest valid value", () => {
    const problems = problemsOf({
      JOB_VCPUS: "3",
      JOB_EPHEMERAL_STORAGE_GIB: "20",
      JOB_ARCHITECTURE: "arm",
      JOB_READONLY_ROOT_FILESYSTEM: "yes",
      JOB_RETRY_ATTEMPTS: "11",
      JOB_MEMORY_MIB: "500",
    });

    expect(problems.sort()).toEqual([
      'JOB_ARCHITECTURE is "arm": must be X86_64 or ARM64',
      'JOB_EPHEMERAL_STORAGE_GIB is "20": must be a whole number from 21 to 200; the nearest is 21',
      'JOB_MEMORY_MIB is "500": must be a whole number from 512 to 122880; the nearest is 512',
      'JOB_READONLY_ROOT_FILESYSTEM is "yes": must be true or false',
      'JOB_RETRY_ATTEMPTS is "11": must be a whole number from 1 to 10; the nearest is 10',
      'JOB_VCPUS is "3": must be one of 0.25, 0.5, 1, 2, 4, 8, 16, the vCPUs that Fargate supports; the nearest is 2',
    ]);
  });

  it.each([
    [
      { JOB_MEMORY_MIB: "4096" },
      'JOB_MEMORY_MIB is "4096": must be one of 512, 1024, 2048 with JOB_VCPUS=0.25; the nearest is 2048, ' +
        "or set JOB_VCPUS to 0.5 or 1 or 2",
    ],
    [
      { JOB_VCPUS: "8", MAX_VCPUS: "8", JOB_MEMORY_MIB: "18000" },
      'JOB_MEMORY_MIB is "18000": must be 16384 to 61440 in steps of 4096 with JOB_VCPUS=8; the nearest is 16384',
    ],
    [{ JOB_VCPUS: "8" }, "MAX_VCPUS is not set: must be at least 8, the value of JOB_VCPUS (default 4)"],
    [{ JOB_VCPUS: "2", MAX_VCPUS: "1" }, 'MAX_VCPUS is "1": must be at least 2, the value of JOB_VCPUS (default 4)'],
    [
      { JOB_IMAGE: "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/job:7" },
      'JOB_IMAGE is "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/job:7": ' +
        "must be an image in the partition aws, that of AWS_REGION",
    ],
    [
      { JOB_SECRETS: `{"A":"${SECRET_ARN}"}`, JOB_ENVIRONMENT: '{"A":"1"}' },
      `JOB_SECRETS is a text of ${SECRET_ARN.length + 8} characters: must be without the names of JOB_ENVIRONMENT: A`,
    ],
    [
      { JOB_SECRETS: `{"A":"${SECRET_ARN.replace("arn:aws:", "arn:aws-cn:")}"}` },
      `JOB_SECRETS is a text of ${SECRET_ARN.length + 11} characters: ` +
        "must be ARNs of the partition aws, that of AWS_REGION: A",
    ],
    [
      { JOB_ROLE_ARN: ROLE_ARN.replace("123456789012", "210987654321") },
      'JOB_ROLE_ARN is "arn:aws:iam::210987654321:role/nightly": must be a role of the account 123456789012',
    ],
    [
      { JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-us-east-1" },
      'JOB_ROLE_ARN is "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-us-east-1": ' +
        "must be a role outside /job-status-poller/, which deployments create",
    ],
    [
      { JOB_ROLE_POLICY_ARNS: "arn:aws:iam::123456789012:policy/job-status-poller-deploy/boundary" },
      'JOB_ROLE_POLICY_ARNS is "arn:aws:iam::123456789012:policy/job-status-poller-deploy/boundary": ' +
        "must be policies outside /job-status-poller-deploy/, which bootstrap creates",
    ],
    [
      { JOB_SECRETS_KMS_KEY_ARNS: KEY_ARN },
      `JOB_SECRETS_KMS_KEY_ARNS is "${KEY_ARN}": must be left out without JOB_SECRETS`,
    ],
    [
      { JOB_SECRETS_KMS_KEY_ARNS: KEY_ARN.replace("us-east-1", "eu-west-1"), JOB_SECRETS: `{"A":"${SECRET_ARN}"}` },
      `JOB_SECRETS_KMS_KEY_ARNS is "${KEY_ARN.replace("us-east-1", "eu-west-1")}": must be keys in the regions of ` +
        `JOB_SECRETS; elsewhere: ${KEY_ARN.replace("us-east-1", "eu-west-1")}`,
    ],
    [
      { JOB_SECRETS_KMS_KEY_ARNS: "alias/secrets", JOB_SECRETS: `{"A":"${SECRET_ARN}"}` },
      'JOB_SECRETS_KMS_KEY_ARNS is "alias/secrets": must be 1 to 10 ARNs of KMS keys, not aliases, like ' +
        'arn:aws:kms:us-east-1:123456789012:key/ID, comma-separated, unique; entry 1 is "alias/secrets"',
    ],
    [
      { JOB_ROLE_ARN: ROLE_ARN, JOB_ROLE_POLICY_ARNS: READ_ONLY },
      `JOB_ROLE_POLICY_ARNS is "${READ_ONLY}": must be left out with JOB_ROLE_ARN, which has its own permissions`,
    ],
    [
      { JOB_ROLE_POLICY_ARNS: `${READ_ONLY},arn:aws:iam::210987654321:policy/a,arn:aws-cn:iam::aws:policy/b` },
      `JOB_ROLE_POLICY_ARNS is "${READ_ONLY},arn:aws:iam::210987654321:policy/a,arn:aws-cn:iam::aws:policy/b": ` +
        "must be policies of AWS or of the account 123456789012, of the partition aws; " +
        "others: arn:aws:iam::210987654321:policy/a, arn:aws-cn:iam::aws:policy/b",
    ],
    [
      { JOB_ROLE_POLICY_ARNS: "AmazonS3ReadOnlyAccess" },
      `JOB_ROLE_POLICY_ARNS is "AmazonS3ReadOnlyAccess": must be 1 to 10 ARNs of managed policies like ${READ_ONLY}, ` +
        'comma-separated, unique; entry 1 is "AmazonS3ReadOnlyAccess"',
    ],
    [
      { JOB_ROLE_POLICY_ARNS: `${READ_ONLY},${READ_ONLY}` },
      `JOB_ROLE_POLICY_ARNS is "${READ_ONLY},${READ_ONLY}": must be 1 to 10 ARNs of managed policies like ` +
        `${READ_ONLY}, comma-separated, unique; entry 2 repeats "${READ_ONLY}"`,
    ],
    [
      { JOB_QUEUE_ARN: "arn:aws:batch:us-east-1:123456789012:job-queue/nightly", JOB_EGRESS: "all" },
      'JOB_EGRESS is "all": must be left out with JOB_QUEUE_ARN, which brings its own',
    ],
    [
      {
        JOB_DEFINITION_ARN: "arn:aws:batch:us-east-1:123456789012:job-definition/nightly",
        JOB_RETRY_ATTEMPTS: "2",
      },
      'JOB_RETRY_ATTEMPTS is "2": must be left out with JOB_DEFINITION_ARN, which brings its own',
    ],
  ])("rejects settings that do not go together: %j", (settings, problem) => {
    expect(problemsOf(settings)).toEqual([problem]);
  });

  it("reads the permissions of the job role from JSON or a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "poller-policy-"));
    const file = join(folder, "policy.json");
    writeFileSync(file, policyOf(READ_BUCKET));

    const [fromJson, fromFile] = [policyOf(READ_BUCKET), file].map(
      (given) => jobOf({ JOB_ROLE_POLICY: given }).rolePolicy,
    );
    rmSync(folder, { recursive: true });

    expect(fromJson).toEqual([
      { sid: "JobRole1", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::in/${aws:PrincipalTag/x}*"] },
    ]);
    expect(fromFile).toEqual(fromJson);
  });

  it("reads managed policies of AWS and of the account", () => {
    const ours = "arn:aws:iam::123456789012:policy/team/reports";

    expect(jobOf({ JOB_ROLE_POLICY_ARNS: `${READ_ONLY}, ${ours}` }).rolePolicyArns).toEqual([READ_ONLY, ours]);
  });

  it.each(["rds!db-1a2b-AbCdEf", "team/db-AbCdEf", "db-AbCdEf:password::", "db-AbCdEf:password:stage-1:"])(
    "accepts secret %s",
    (name) => {
      const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;

      expect(jobOf({ JOB_SECRETS: JSON.stringify({ DB: arn }) }).secrets).toEqual({ DB: arn });
    },
  );

  it.each(["db", "db-AbCdE", "db-AbCdEf:password"])("rejects secret %s, whose ARN is not complete", (name) => {
    const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;

    expect(problemsOf({ JOB_SECRETS: JSON.stringify({ DB: arn }) })).toEqual([
      expect.stringMatching(/problem DB: is not the complete ARN of a Secrets Manager secret/),
    ]);
  });

  it("accepts one statement without an array, and conditions", () => {
    const Condition = { StringEquals: { "s3:prefix": ["a", "b"] } };
    const policy = { Version: "2012-10-17", Statement: { ...READ_BUCKET, Sid: "Mine", Action: "s3:*", Condition } };

    const { rolePolicy } = jobOf({ JOB_ROLE_POLICY: JSON.stringify(policy) });

    expect(rolePolicy).toMatchObject([{ sid: "JobRole1", actions: ["s3:*"], conditions: Condition }]);
  });

  it.each([
    ["missing-policy.json", /it is not JSON/],
    [policyOf({ ...READ_BUCKET, Effect: "Deny" }), /problem Statement 0 Effect: must be Allow$/],
    [policyOf({ ...READ_BUCKET, NotAction: "s3:*" }), /problem Statement 0: has the unsupported member NotAction$/],
    [policyOf({ ...READ_BUCKET, Action: "*" }), /problem Statement 0 Action: must be an action like s3:GetObject/],
    [
      policyOf({ ...READ_BUCKET, Action: ["s3:*", "iam:*"] }),
      /problem Statement 0: must not have IAM actions: .*\(JOB_ROLE_ARN\)/,
    ],
    [policyOf({ ...READ_BUCKET, Resource: "bucket" }), /problem Statement 0 Resource: must be an ARN, \* or an array/],
    [policyOf({ ...READ_BUCKET, Resource: "arn:aws:s3:::${bucket}/*" }), /problem Statement 0: has \$\{ without/],
    [policyOf(), /problem Statement: is empty$/],
    ['{"Version":"2008-10-17","Statement":[]}', /problem Version: must be 2012-10-17$/m],
  ])("rejects JOB_ROLE_POLICY=%s and names the place", (policy, rule) => {
    expect(problemsOf({ JOB_ROLE_POLICY: policy })).toContainEqual(expect.stringMatching(rule));
  });

  it("rejects permissions for an existing role", () => {
    expect(problemsOf({ JOB_ROLE_ARN: ROLE_ARN, JOB_ROLE_POLICY: policyOf(READ_BUCKET) })).toEqual([
      expect.stringMatching(
        /^JOB_ROLE_POLICY is .*: must be left out with JOB_ROLE_ARN, which has its own permissions$/,
      ),
    ]);
  });

  it.each([
    ["all", "all"],
    ["443,5432", [443, 5432]],
    ["5432, 443", [5432, 443]],
  ])("accepts JOB_EGRESS=%s", (egress, expected) => {
    expect(parseDeploymentConfig({ ...GIVEN, JOB_EGRESS: egress }).jobEgress).toEqual(expected);
  });

  it.each([
    ["ALL", 'entry 1 is "ALL"'],
    ["5432", "443 is missing"],
    ["443,443", 'entry 2 repeats "443"'],
    ["443,0", 'entry 2 is "0"'],
    ["443,65536", 'entry 2 is "65536"'],
    ["443;5432", 'entry 1 is "443;5432"'],
    ["443,,5432", 'entry 2 is ""'],
    ["443-445", 'entry 1 is "443-445"'],
    [Array.from({ length: 61 }, (_, index) => 443 + index).join(","), "the list has 61 entries"],
  ])("rejects JOB_EGRESS=%s", (egress, problem) => {
    expect(problemsOf({ JOB_EGRESS: egress })).toEqual([
      `JOB_EGRESS is "${egress}": must be all, or 1 to 60 TCP ports like 443,5432, comma-separated, unique, with 443, ` +
        `which pulling the image and writing the log need; ${problem}`,
    ]);
  });

  it("accepts more vCPUs than the default maximum with an existing queue", () => {
    const queue = "arn:aws:batch:us-east-1:123456789012:job-queue/nightly";

    expect(jobOf({ JOB_VCPUS: "8", JOB_QUEUE_ARN: queue }).vcpus).toBe(8);
  });

  it.each([
    ["JOB_COMMAND", "python main.py", /; it is not JSON/],
    ["JOB_COMMAND", "[]", /; problem: is empty$/],
    ["JOB_COMMAND", '["sleep",3]', /; problem 1: is not a string$/],
    ["JOB_COMMAND", '{"a":"b"}', /; problem: is not an array$/],
    ["JOB_ENVIRONMENT", "STAGE=test", /; it is not JSON/],
    ["JOB_ENVIRONMENT", '["a"]', /; problem: is not an object$/],
    ["JOB_ENVIRONMENT", '{"COUNT":3}', /; problem COUNT: is not a string; write it in quotes, like "3"$/],
    ["JOB_ENVIRONMENT", '{"AWS_BATCH_X":"1"}', /; problem AWS_BATCH_X: must not begin with AWS_BATCH/],
    ["JOB_ENVIRONMENT", '{"A=B":"1"}', /; problem A=B: is not the name of a variable$/],
    ["JOB_SECRETS", '{"TOKEN":"pass-word"}', /; problem TOKEN: is not the complete ARN of a Secrets Manager secret/],
    ["JOB_SECRETS", `{"AWS_BATCH_T":"${SECRET_ARN}"}`, /; problem AWS_BATCH_T: must not begin with AWS_BATCH/],
    ["JOB_ENVIRONMENT", '{"A":"1","A":"2"}', /; it has the key "A" twice in one object/],
  ])("rejects %s=%s without showing its value", (variable, value, rule) => {
    const problems = problemsOf({ [variable]: value });

    expect(problems).toEqual([expect.stringMatching(rule)]);
    expect(problems[0]).toMatch(`${variable} is a text of ${value.length} characters: must be a JSON `);
  });
});
