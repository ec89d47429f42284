import { parseDeploymentConfig, type Environment } from "../../config/deployment-config";
import { SettingsError } from "../../config/settings-error";

const GIVEN = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

const QUEUE_ARN = "arn:aws:batch:us-east-1:123456789012:job-queue/nightly";
const DEFINITION_ARN = "arn:aws:batch:us-east-1:123456789012:job-definition/nightly";

function problemsOf(environment: Environment): string[] {
  try {
    parseDeploymentConfig(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("parseDeploymentConfig", () => {
  it("needs only environment, region and account, and fills in the documented defaults", () => {
    const config = parseDeploymentConfig(GIVEN);

    expect(config).toEqual({
      environment: "dev",
      pollerName: "job-status-poller",
      name: "job-status-poller-dev",
      partition: "aws",
      region: "us-east-1",
      accountId: "123456789012",
      waitIntegration: "poll",
      deployedParts: ["batch", "job-poller"],
      guardedTypes: [],
      capacityTypes: ["FARGATE"],
      maxVcpus: 4,
      logRetentionDays: 30,
      network: { kind: "own" },
      stateBucket: "job-status-poller-dev-state-123456789012-us-east-1",
      otherJobQueueArns: [],
      otherJobDefinitionArns: [],
      job: {
        image: "public.ecr.aws/amazonlinux/amazonlinux:2023.9.20251117.1",
        isSampleImage: true,
        vcpus: 0.25,
        memoryMib: 512,
        environment: {},
        secrets: {},
        secretKeyArns: [],
        rolePolicy: [],
        rolePolicyArns: [],
        readonlyRootFilesystem: true,
        timeoutSeconds: 3600,
      },
      jobEgress: [443],
    });
  });

  it("reads every given setting", () => {
    const config = parseDeploymentConfig({
      ...GIVEN,
      DEPLOY_ENVIRONMENT: "prod",
      WAIT_INTEGRATION: "sync",
      CAPACITY_TYPE: "FARGATE_SPOT",
      CAPACITY_FALLBACK: "FARGATE",
      MAX_VCPUS: "16",
      LOG_RETENTION_DAYS: "365",
      VPC_ID: "vpc-0a1b2c3d",
      SUBNET_IDS: "subnet-0a1b2c3d, subnet-0a1b2c3e",
      ASSIGN_PUBLIC_IP: "ENABLED",
      STATE_BUCKET: "our-states",
      JOB_IMAGE: `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/job@sha256:${"0a1b".repeat(16)}`,
      JOB_TIMEOUT_SECONDS: "60",
      ALARM_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:alarms",
      GITHUB_REPOSITORY: "our-team/poller",
      GITHUB_REPOSITORY_OWNER_ID: "11",
      GITHUB_REPOSITORY_ID: "22",
      GITHUB_OIDC_PROVIDER: "existing",
    });

    expect(config).toMatchObject({
      environment: "prod",
      name: "job-status-poller-prod",
      waitIntegration: "sync",
      capacityTypes: ["FARGATE_SPOT", "FARGATE"],
      maxVcpus: 16,
      logRetentionDays: 365,
      network: {
        kind: "existing",
        vpcId: "vpc-0a1b2c3d",
        subnetIds: ["subnet-0a1b2c3d", "subnet-0a1b2c3e"],
        assignPublicIp: true,
      },
      stateBucket: "our-states",
      job: {
        image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/job@sha256:${"0a1b".repeat(16)}`,
        timeoutSeconds: 60,
      },
      alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:alarms",
      github: {
        repository: "our-team/poller",
        ids: { ownerId: "11", repositoryId: "22" },
        createOidcProvider: false,
      },
    });
  });

  it("accepts an existing queue and job definition, and public addresses", () => {
    const config = parseDeploymentConfig({
      ...GIVEN,
      JOB_QUEUE_ARN: QUEUE_ARN,
      JOB_DEFINITION_ARN: `${DEFINITION_ARN}:7`,
    });

    expect(config).toMatchObject({
      jobQueueArn: QUEUE_ARN,
      jobDefinitionArn: `${DEFINITION_ARN}:7`,
      network: { kind: "queue", assignPublicIp: false },
    });
    expect(parseDeploymentConfig({ ...GIVEN, JOB_QUEUE_ARN: QUEUE_ARN, ASSIGN_PUBLIC_IP: "ENABLED" }).network).toEqual({
      kind: "queue",
      assignPublicIp: true,
    });
  });

  it("begins all names with the poller's", () => {
    const { name, stateBucket } = parseDeploymentConfig({ ...GIVEN, POLLER_NAME: "nightly" });

    expect({ name, stateBucket }).toEqual({
      name: "nightly-dev",
      stateBucket: "nightly-dev-state-123456789012-us-east-1",
    });
  });

  it.each([
    ["eu-central-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("derives from region %s the partition %s", (region, partition) => {
    expect(parseDeploymentConfig({ ...GIVEN, AWS_REGION: region }).partition).toBe(partition);
  });

  it("gives jobs no public address in a VPC that is not ours, unless asked", () => {
    const config = parseDeploymentConfig({ ...GIVEN, VPC_ID: "vpc-0a1b2c3d", SUBNET_IDS: "subnet-0a1b2c3d" });

    expect(config.network).toMatchObject({ kind: "existing", assignPublicIp: false });
  });

  it("reports all missing and wrong settings at once, one line each with variable, value and rule", () => {
    const problems = problemsOf({ AWS_ACCOUNT_ID: "1234", MAX_VCPUS: "many", VPC_ID: "vpc-0a1b2c3d" });

    expect(problems).toEqual([
      "DEPLOY_ENVIRONMENT is not set: must be dev or prod",
      "AWS_REGION is not set: must be an AWS region of the partitions aws, aws-cn or aws-us-gov, like us-east-1",
      'AWS_ACCOUNT_ID is "1234": must be the 12 digits of the AWS account to deploy to',
      'MAX_VCPUS is "many": must be a whole number from 1 to 10000',
      "SUBNET_IDS is not set: must be set together with VPC_ID",
    ]);
  });

  it.each([
    ["DEPLOY_ENVIRONMENT", "production"],
    ["AWS_REGION", "Virginia"],
    ["AWS_REGION", "us-iso-east-1"],
    ["AWS_REGION", "ap-southeastwestnorth-1"],
    ["AWS_ACCOUNT_ID", "12345678901a"],
    ["POLLER_NAME", "n"],
    ["POLLER_NAME", "Nightly"],
    ["POLLER_NAME", "nightly-"],
    ["POLLER_NAME", "one-letter-too-long"],
    ["POLLER_NAME", "team-dev"],
    ["POLLER_NAME", "prod-reports"],
    ["JOB_QUEUE_ARN", "nightly"],
    ["JOB_QUEUE_ARN", "arn:aws:batch:us-east-1:123456789012:job-definition/nightly"],
    ["JOB_DEFINITION_ARN", "arn:aws:batch:us-east-1:123456789012:job-definition/nightly:new"],
    ["WAIT_INTEGRATION", "Poll"],
    ["CAPACITY_TYPE", "EC2"],
    ["MAX_VCPUS", "0"],
    ["MAX_VCPUS", "10001"],
    ["MAX_VCPUS", "0.5"],
    ["LAMBDA_RUNTIME", "nodejs20.x"],
    ["LOG_RETENTION_DAYS", "31"],
    ["LOG_RETENTION_DAYS", "forever"],
    ["STATE_BUCKET", "Our_States"],
    ["JOB_IMAGE", "registry/image with a space:1"],
    ["JOB_IMAGE", "registry:5000/untagged"],
    ["JOB_TIMEOUT_SECONDS", "59"],
    ["JOB_TIMEOUT_SECONDS", "31536001"],
    ["ALARM_TOPIC_ARN", "alarms"],
    ["GITHUB_REPOSITORY", "poller"],
    ["GITHUB_REPOSITORY", "our team/poller"],
    ["GITHUB_OIDC_PROVIDER", "yes"],
  ])("refuses %s=%s and names both", (variable, value) => {
    const problems = problemsOf({ ...GIVEN, [variable]: value });

    expect(problems).toEqual([expect.stringMatching(`^${variable} is "${value}": must be [a-zA-Z0-9]`)]);
  });

  it.each([
    ["subnet-0a1b2c3d,", 'entry 2 is ""'],
    ["subnet-0a1b2c3d,subnet-0a1b2c3d", 'entry 2 repeats "subnet-0a1b2c3d"'],
    ["vpc-0a1b2c3d", 'entry 1 is "vpc-0a1b2c3d"'],
  ])("refuses the subnet list %s", (subnetIds, problem) => {
    const problems = problemsOf({ ...GIVEN, VPC_ID: "vpc-0a1b2c3d", SUBNET_IDS: subnetIds });

    expect(problems).toEqual([
      `SUBNET_IDS is "${subnetIds}": must be 1 to 16 subnet IDs like subnet-0a1b2c3d, comma-separated, unique; ${problem}`,
    ]);
  });

  it.each([
    [{ SUBNET_IDS: "subnet-0a1b2c3d" }, "VPC_ID is not set: must be set together with SUBNET_IDS"],
    [
      { ASSIGN_PUBLIC_IP: "ENABLED" },
      'ASSIGN_PUBLIC_IP is "ENABLED": must be left out without VPC_ID and SUBNET_IDS, or JOB_QUEUE_ARN',
    ],
  ])("refuses half a network: %j", (settings, problem) => {
    expect(problemsOf({ ...GIVEN, ...settings })).toEqual([problem]);
  });

  it.each([
    [
      { CAPACITY_FALLBACK: "FARGATE" },
      'CAPACITY_FALLBACK is "FARGATE": must be left out unless CAPACITY_TYPE is FARGATE_SPOT',
    ],
    [{ CAPACITY_TYPE: "FARGATE_SPOT", CAPACITY_FALLBACK: "EC2" }, 'CAPACITY_FALLBACK is "EC2": must be FARGATE'],
    [
      { ALARM_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:alarms" },
      'ALARM_TOPIC_ARN is "arn:aws:sns:eu-west-1:123456789012:alarms": must be a topic in us-east-1, where the alarms are',
    ],
    [
      { JOB_QUEUE_ARN: QUEUE_ARN, MAX_VCPUS: "8" },
      'MAX_VCPUS is "8": must be left out with JOB_QUEUE_ARN, which brings its own',
    ],
    [
      { JOB_DEFINITION_ARN: DEFINITION_ARN, JOB_IMAGE: "registry/job:7" },
      'JOB_IMAGE is "registry/job:7": must be left out with JOB_DEFINITION_ARN, which brings its own',
    ],
    [
      { JOB_QUEUE_ARN: QUEUE_ARN.replace("us-east-1", "eu-west-1") },
      `JOB_QUEUE_ARN is "${QUEUE_ARN.replace("us-east-1", "eu-west-1")}": must be in the region us-east-1 of the account 123456789012`,
    ],
    [
      { JOB_QUEUE_ARN: QUEUE_ARN.replace("arn:aws:", "arn:aws-cn:") },
      `JOB_QUEUE_ARN is "${QUEUE_ARN.replace("arn:aws:", "arn:aws-cn:")}": must be in the region us-east-1 of the account 123456789012, of the partition aws`,
    ],
    [
      { JOB_QUEUE_ARN: QUEUE_ARN.replace("nightly", "job-status-poller-dev") },
      `JOB_QUEUE_ARN is "${QUEUE_ARN.replace("nightly", "job-status-poller-dev")}": must be left out to use the environment's own job queue`,
    ],
    [
      { POLLER_NAME: "mine", JOB_DEFINITION_ARN: DEFINITION_ARN.replace("nightly", "mine-dev:3") },
      `JOB_DEFINITION_ARN is "${DEFINITION_ARN.replace("nightly", "mine-dev:3")}": must be left out to use the environment's own job definition`,
    ],
    [
      { JOB_DEFINITION_ARN: DEFINITION_ARN.replace("123456789012", "210987654321") },
      `JOB_DEFINITION_ARN is "${DEFINITION_ARN.replace("123456789012", "210987654321")}": must be in the region us-east-1 of the account 123456789012`,
    ],
    [
      { GITHUB_REPOSITORY_ID: "22" },
      "GITHUB_REPOSITORY_OWNER_ID is not set: must be set together with GITHUB_REPOSITORY_ID",
    ],
    [
      { GITHUB_REPOSITORY_OWNER_ID: "11" },
      "GITHUB_REPOSITORY_ID is not set: must be set together with GITHUB_REPOSITORY_OWNER_ID",
    ],
  ])("refuses what does not go together: %j", (settings, problem) => {
    expect(problemsOf({ ...GIVEN, ...settings })).toEqual([problem]);
  });

  it("prepares for GitHub with the repository's name alone, and creates the OIDC provider unless one is configured", () => {
    const { github } = parseDeploymentConfig({ ...GIVEN, GITHUB_REPOSITORY: "our-team/poller" });

    expect(github).toEqual({ repository: "our-team/poller", createOidcProvider: true });
  });

  it("names a bucket that S3 takes, in the longest region that is accepted", () => {
    const region = "ap-southeastwest-123".slice(0, 19);

    const { stateBucket } = parseDeploymentConfig({
      ...GIVEN,
      DEPLOY_ENVIRONMENT: "prod",
      AWS_REGION: region,
      POLLER_NAME: "as-long-as-allowed",
    });

    expect(stateBucket).toBe(`as-long-as-allowed-prod-state-123456789012-${region}`);
    expect(stateBucket.length).toBeLessThanOrEqual(63);
  });

  it("treats an empty variable as not set", () => {
    expect(parseDeploymentConfig({ ...GIVEN, MAX_VCPUS: "", VPC_ID: " " })).toEqual(parseDeploymentConfig(GIVEN));
  });
});
