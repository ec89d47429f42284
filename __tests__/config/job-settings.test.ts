import { parseDeploymentConfig } from "../../config/deployment-config";
import { SETTINGS_SCHEMA } from "../../config/settings-schema";
import { GIVEN, jobOf, problemsOf } from "./given-settings";

const SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/token-a1b2c3";
const OTHER_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:team/token-a1b2c3";
const PARAMETER_ARN = "arn:aws:ssm:us-east-1:123456789012:parameter/team/dsn";
const ROLE_ARN = "arn:aws:iam::123456789012:role/nightly";
const KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const SERVICE_POLICY = "arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy";
const READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
describe("settings of the job", () => {
  it("reads every setting", () => {
    const job = jobOf({
      JOB_IMAGE: "registry/job:7",
      JOB_COMMAND: '["python","main.py"]',
      JOB_VCPUS: "2",
      JOB_MEMORY_MIB: "5120",
      JOB_EPHEMERAL_STORAGE_GIB: "50",
      JOB_ARCHITECTURE: "ARM64",
      JOB_ENVIRONMENT: '{"STAGE":"test"}',
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
      environment: { STAGE: "test" },
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
    [{ JOB_VCPUS: "2", JOB_MEMORY_MIB: "100" }, "4096 to 16384 in steps of 1024 with JOB_VCPUS=2; the nearest is 4096"],
    [
      { JOB_VCPUS: "2", JOB_MEMORY_MIB: "2048" },
      "4096 to 16384 in steps of 1024 with JOB_VCPUS=2; the nearest is 4096, or set JOB_VCPUS to 0.25 or 0.5 or 1",
    ],
    [{ JOB_MEMORY_MIB: "-5" }, "one of 512, 1024, 2048 with JOB_VCPUS=0.25; the nearest is 512"],
    [{ JOB_MEMORY_MIB: "0" }, "one of 512, 1024, 2048 with JOB_VCPUS=0.25; the nearest is 512"],
    [{ JOB_MEMORY_MIB: "9999999999" }, "one of 512, 1024, 2048 with JOB_VCPUS=0.25; the nearest is 2048"],
    [{ JOB_MEMORY_MIB: "2GB" }, "a whole number of MiB, like 2048"],
  ])("rejects a memory size and names the nearest for the vCPUs: %j", (settings, rule) => {
    expect(problemsOf(settings)).toEqual([`JOB_MEMORY_MIB is "${settings.JOB_MEMORY_MIB}": must be ${rule}`]);
  });

  it("reports all problems at once, with the nearest valid value", () => {
    const problems = problemsOf({
      JOB_VCPUS: "3",
      JOB_EPHEMERAL_STORAGE_GIB: "20",
      JOB_ARCHITECTURE: "arm",
      JOB_TIMEOUT_SECONDS: "31536000",
      JOB_READONLY_ROOT_FILESYSTEM: "yes",
      JOB_RETRY_ATTEMPTS: "11",
      JOB_MEMORY_MIB: "500",
    });

    expect(problems.sort()).toEqual([
      'JOB_ARCHITECTURE is "arm": must be X86_64 or ARM64',
      'JOB_EPHEMERAL_STORAGE_GIB is "20": must be a whole number from 21 to 200; the nearest is 21',
      'JOB_MEMORY_MIB is "500": must be 4096 to 16384 in steps of 1024 with JOB_VCPUS=2; the nearest is 4096',
      'JOB_READONLY_ROOT_FILESYSTEM is "yes": must be true or false',
      'JOB_RETRY_ATTEMPTS is "11": must be a whole number from 1 to 10; the nearest is 10',
      'JOB_TIMEOUT_SECONDS is "31536000": must be a whole number from 60 to 1209600; the nearest is 1209600',
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
        "must be ARNs in regions of the partition aws, that of AWS_REGION; elsewhere: A (aws-cn, us-east-1)",
    ],
    [
      { JOB_ROLE_ARN: ROLE_ARN.replace("123456789012", "210987654321") },
      'JOB_ROLE_ARN is "arn:aws:iam::210987654321:role/nightly": must be a role of the account 123456789012, of the partition aws',
    ],
    [
      { JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-us-east-1" },
      'JOB_ROLE_ARN is "arn:aws:iam::123456789012:role/job-status-poller/job-status-poller-dev-job-us-east-1": ' +
        "must be a role outside /job-status-poller/, which deployments create",
    ],
    [
      { JOB_ROLE_POLICY_ARNS: "arn:aws:iam::123456789012:policy/job-status-poller-deploy/boundary" },
      'JOB_ROLE_POLICY_ARNS is "arn:aws:iam::123456789012:policy/job-status-poller-deploy/boundary": ' +
        "must be policies outside /job-status-poller-deploy/, which bootstrap creates; " +
        "others: arn:aws:iam::123456789012:policy/job-status-poller-deploy/boundary",
    ],
    [
      { JOB_SECRETS: `{"A":"${SECRET_ARN.replace("us-east-1", "us-east1")}"}` },
      `JOB_SECRETS is a text of ${SECRET_ARN.length + 7} characters: ` +
        "must be ARNs in regions of the partition aws, that of AWS_REGION; elsewhere: A (aws, us-east1)",
    ],
    [
      { JOB_SECRETS: `{"EXIT_CODE":"${SECRET_ARN}"}` },
      `JOB_SECRETS is a text of ${SECRET_ARN.length + 16} characters: ` +
        "must be without the names of the sample job's environment: EXIT_CODE",
    ],
    [
      { JOB_SECRETS: `{"A":"${OTHER_SECRET_ARN}:key::"}` },
      "JOB_SECRETS_KMS_KEY_ARNS is not set: must be the keys of secrets of other accounts, because the key that AWS " +
        "manages works only in its account; without a key: A (eu-west-1, 210987654321)",
    ],
    [
      { JOB_IMAGE: "ghcr.io/job:7", JOB_IMAGE_CREDENTIALS: OTHER_SECRET_ARN },
      "JOB_SECRETS_KMS_KEY_ARNS is not set: must be the keys of secrets of other accounts, because the key that AWS " +
        "manages works only in its account; without a key: JOB_IMAGE_CREDENTIALS (eu-west-1, 210987654321)",
    ],
    [
      { JOB_IMAGE: "ghcr.io/job:7", JOB_IMAGE_CREDENTIALS: `${SECRET_ARN}:key::` },
      `JOB_IMAGE_CREDENTIALS is "${SECRET_ARN}:key::": must be the complete ARN of a Secrets Manager secret, like ` +
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3",
    ],
    [
      { JOB_IMAGE: "ghcr.io/job:7", JOB_IMAGE_CREDENTIALS: SECRET_ARN.replace("arn:aws:", "arn:aws-cn:") },
      `JOB_IMAGE_CREDENTIALS is "${SECRET_ARN.replace("arn:aws:", "arn:aws-cn:")}": must be ARNs in regions of the ` +
        "partition aws, that of AWS_REGION; elsewhere: JOB_IMAGE_CREDENTIALS (aws-cn, us-east-1)",
    ],
    [
      { JOB_ROLE_ARN: "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch" },
      'JOB_ROLE_ARN is "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch": ' +
        "must be a role that jobs can assume; only AWS services can use those in /aws-service-role/ and /aws-reserved/",
    ],
    [
      { JOB_IMAGE: "registry.example.com:5000/job:7" },
      "JOB_EGRESS is not set: must be all, or a list with 5000, the port of the registry in JOB_IMAGE (default 443)",
    ],
    [
      { JOB_IMAGE: "registry.example.com:5000/job:7", JOB_EGRESS: "443,5001" },
      'JOB_EGRESS is "443,5001": must be all, or a list with 5000, the port of the registry in JOB_IMAGE (default 443)',
    ],
    [
      { JOB_ROLE_ARN: ROLE_ARN.replace("arn:aws:", "arn:aws-cn:") },
      'JOB_ROLE_ARN is "arn:aws-cn:iam::123456789012:role/nightly": ' +
        "must be a role of the account 123456789012, of the partition aws",
    ],
    [
      { JOB_ROLE_POLICY_ARNS: `${READ_ONLY},${SERVICE_POLICY}` },
      `JOB_ROLE_POLICY_ARNS is "${READ_ONLY},${SERVICE_POLICY}": must be policies outside /aws-service-role/, ` +
        `which only roles of AWS services can have; others: ${SERVICE_POLICY}`,
    ],
    [
      { JOB_SECRETS_KMS_KEY_ARNS: KEY_ARN },
      `JOB_SECRETS_KMS_KEY_ARNS is "${KEY_ARN}": must be left out without JOB_SECRETS or JOB_IMAGE_CREDENTIALS`,
    ],
    [
      { JOB_SECRETS_KMS_KEY_ARNS: KEY_ARN.replace("us-east-1", "eu-west-1"), JOB_SECRETS: `{"A":"${SECRET_ARN}"}` },
      `JOB_SECRETS_KMS_KEY_ARNS is "${KEY_ARN.replace("us-east-1", "eu-west-1")}": must be keys in the regions of the ` +
        `secrets; elsewhere: ${KEY_ARN.replace("us-east-1", "eu-west-1")}`,
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

  it.each([{}, { JOB_IMAGE: "111122223333.dkr.ecr.us-east-1.amazonaws.com/job:7" }])(
    "rejects credentials for an image in ECR: %j",
    (image) => {
      expect(problemsOf({ ...image, JOB_IMAGE_CREDENTIALS: SECRET_ARN })).toEqual([
        `JOB_IMAGE_CREDENTIALS is "${SECRET_ARN}": must be left out with an image in Amazon ECR, which uses the execution role`,
      ]);
    },
  );

  it.each(["", "team/", "team//nightly", "/nightly", "x".repeat(65)])("rejects the role name %j", (name) => {
    expect(problemsOf({ JOB_ROLE_ARN: `arn:aws:iam::123456789012:role/${name}` })).toEqual([
      `JOB_ROLE_ARN is "arn:aws:iam::123456789012:role/${name}": must be the ARN of a role like ${ROLE_ARN}, ` +
        "with a name of at most 64 and a path of at most 512 characters",
    ]);
  });

  it("rejects a role whose path is too long, and shortens the value", () => {
    const start = "arn:aws:iam::123456789012:role/";

    expect(jobOf({ JOB_ROLE_ARN: `${start}${"x".repeat(510)}/nightly` }).roleArn).toHaveLength(549);
    expect(problemsOf({ JOB_ROLE_ARN: `${start}${"x".repeat(511)}/nightly` })).toEqual([
      expect.stringMatching(
        /^JOB_ROLE_ARN is "arn:aws:iam::123456789012:role\/x{169}\.\.\." \(550 characters\): must be/,
      ),
    ]);
  });

  it("reads managed policies of AWS and of the account", () => {
    const ours = "arn:aws:iam::123456789012:policy/team/reports";

    expect(jobOf({ JOB_ROLE_POLICY_ARNS: `${READ_ONLY}, ${ours}` }).rolePolicyArns).toEqual([READ_ONLY, ours]);
  });

  it.each([
    "rds!db-1a2b-AbCdEf",
    "team/db-AbCdEf",
    "db-AbCdEf:password::",
    "db-AbCdEf:password:stage-1:",
    `db-AbCdEf:::${"0".repeat(32)}`,
  ])("accepts secret %s", (name) => {
    const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;

    expect(jobOf({ JOB_SECRETS: JSON.stringify({ DB: arn }) }).secrets).toEqual({ DB: arn });
  });

  it.each(["db", "db-AbCdE", "db-AbCdEf:password"])("rejects secret %s, whose ARN is not complete", (name) => {
    const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;

    expect(problemsOf({ JOB_SECRETS: JSON.stringify({ DB: arn }) })).toEqual([
      expect.stringMatching(/problem DB: is not the complete ARN of a Secrets Manager secret/),
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
    [Array.from({ length: 61 }, (_, index) => (index === 0 ? 443 : index)).join(","), "the list has 61 entries"],
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
    ["JOB_COMMAND", '["sleep",3]', /; problem 2: is not a string$/],
    ["JOB_COMMAND", '["python",""]', /; problem 2: is empty, which Batch rejects$/],
    ["JOB_COMMAND", '["python","a\\u0000b"]', /; problem 2: has a NUL character$/],
    ["JOB_COMMAND", '[["python"]]', /; problem 1: is not a string$/],
    ["JOB_COMMAND", '{"a":"b"}', /; problem: is not an array$/],
    ["JOB_COMMAND", '"python"', /; problem: is not an array$/],
    ["JOB_COMMAND", "null", /; problem: is not an array$/],
    ["JOB_ENVIRONMENT", "STAGE=test", /; it is not JSON/],
    ["JOB_ENVIRONMENT", '["a"]', /; problem: is not an object$/],
    ["JOB_ENVIRONMENT", '{"COUNT":3}', /; problem COUNT: is not a string; write it in quotes, like "3"$/],
    ["JOB_ENVIRONMENT", '{"DEBUG":null}', /; problem DEBUG: is not a string; write it in quotes, like "3"$/],
    [
      "JOB_ENVIRONMENT",
      '{"STAGE":""}',
      /; problem STAGE: has an empty value, and Batch drops such variables; leave it out$/,
    ],
    ["JOB_ENVIRONMENT", '{"STAGE":"a\\u0000b"}', /; problem STAGE: has a NUL character$/],
    ["JOB_ENVIRONMENT", '{"AWS_BATCH_X":"1"}', /; problem AWS_BATCH_X: must not begin with AWS_BATCH/],
    ["JOB_ENVIRONMENT", '{"A=B":"1"}', /; problem "A=B": is not the name of a variable: 1 to 255 letters/],
    ["JOB_ENVIRONMENT", '{"":"1"}', /; problem "": is not the name of a variable/],
    ["JOB_ENVIRONMENT", '{"1A":"1"}', /; problem 1A: is not the name of a variable/],
    ["JOB_ENVIRONMENT", `{"${"A".repeat(256)}":"1"}`, /; problem A+: is not the name of a variable/],
    ["JOB_ENVIRONMENT", '{"__proto__":"1"}', /; it has a key "__proto__", which is not supported$/],
    ["JOB_ENVIRONMENT", '{"A":"1","A":"2"}', /; it has the key "A" twice in one object/],
    ["JOB_SECRETS", '{"TOKEN":"pass-word"}', /; problem TOKEN: is not the complete ARN of a Secrets Manager secret/],
    ["JOB_SECRETS", '{"TOKEN":7}', /; problem TOKEN: is not the complete ARN of a Secrets Manager secret/],
    ["JOB_SECRETS", `{"AWS_BATCH_T":"${SECRET_ARN}"}`, /; problem AWS_BATCH_T: must not begin with AWS_BATCH/],
    ["JOB_SECRETS", `{"":"${SECRET_ARN}"}`, /; problem "": is not the name of a variable/],
    ["JOB_SECRETS", `{"__proto__":"${SECRET_ARN}"}`, /; it has a key "__proto__", which is not supported$/],
    [
      "JOB_SECRETS",
      `{"T":"${SECRET_ARN}:key:AWSCURRENT:${"0".repeat(32)}"}`,
      /; problem T: has a version stage and a version ID, of which ECS accepts only one$/,
    ],
  ])("rejects %s=%s without showing its value", (variable, value, rule) => {
    const problems = problemsOf({ [variable]: value });

    expect(problems).toEqual([expect.stringMatching(rule)]);
    expect(problems[0]).toMatch(`${variable} is a text of ${value.length} characters: must be a JSON `);
  });

  it.each(Object.keys(SETTINGS_SCHEMA.shape))("has no message of the parser for invalid values of %s", (variable) => {
    const values = [
      "?",
      "null",
      "7",
      "[]",
      "{}",
      "[null]",
      '{"A":null}',
      "[[1]]",
      '{"Version":{},"Statement":{"A":1}}',
    ];

    const problems = values.flatMap((value) => problemsOf({ [variable]: value }));

    expect(problems).not.toContainEqual(expect.stringMatching(/Invalid|expected|received|Too |Unrecognized|undefined/));
  });
});
