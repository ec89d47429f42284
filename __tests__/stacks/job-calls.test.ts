import { synthEnvironment } from "../../testing/given-deployment";
import { isAllowed, type Call } from "./evaluate-iam";
import { managedStatements, roleStatements, type Statement } from "./policies";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;

const REPOSITORY = "arn:aws:ecr:eu-central-1:111122223333:repository/team/job";
const SECRET = arn("secretsmanager", "secret:team/token-a1b2c3");
const PARAMETER = arn("ssm", "parameter/team/dsn");
const KEY = arn("kms", "key/1234abcd");
const JOB_LOG = arn("logs", `log-group:/aws/batch/${NAME}:log-stream:${NAME}/default/1`);

/** An ECR image, two secrets with a key of the user, and permissions for S3. */
const SETTINGS = {
  JOB_IMAGE: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/job:7",
  JOB_SECRETS: JSON.stringify({ TOKEN: SECRET, DSN: PARAMETER }),
  JOB_SECRETS_KMS_KEY_ARNS: KEY,
  JOB_ROLE_POLICY: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::reports/*" },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::reports",
        Condition: { StringLike: { "s3:prefix": "daily/*" } },
      },
    ],
  }),
};

const { stateBackend, batch, jobPoller } = synthEnvironment(SETTINGS);
const statementsOf = (owner: string): Statement[] =>
  [batch, jobPoller]
    .flatMap((stack) => roleStatements(stack, NAME, REGION))
    .filter((owned) => owned.owner === owner)
    .map(({ statement }) => statement);
const boundaryOf = (stack: typeof stateBackend): Statement[] =>
  managedStatements(stack, NAME, REGION).map(({ statement }) => statement);
const BOUNDARY = boundaryOf(stateBackend);

type Row = readonly [role: string, action: string, resource: string, context?: Call["context"]];
const isRowAllowed = ([role, action, resource, context = {}]: Row, boundary = BOUNDARY): boolean =>
  isAllowed(statementsOf(role), boundary, { action, resource, context });

const viaSecrets = {
  "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
  "kms:EncryptionContext:SecretARN": SECRET,
};
const viaParameters = {
  "kms:ViaService": "ssm.eu-west-1.amazonaws.com",
  "kms:EncryptionContext:PARAMETER_ARN": PARAMETER,
};
const ourJob = {
  "aws:ResourceTag/job-status-poller:execution-arn": arn("states", `execution:${NAME}:nightly`),
};

/** Calls that a run needs. */
const NEEDED: readonly Row[] = [
  ["execution", "ecr:GetAuthorizationToken", "*"],
  ["execution", "ecr:BatchCheckLayerAvailability", REPOSITORY],
  ["execution", "ecr:GetDownloadUrlForLayer", REPOSITORY],
  ["execution", "ecr:BatchGetImage", REPOSITORY],
  ["execution", "secretsmanager:GetSecretValue", SECRET],
  ["execution", "ssm:GetParameters", PARAMETER],
  ["execution", "kms:Decrypt", KEY, viaSecrets],
  ["execution", "kms:Decrypt", KEY, viaParameters],
  ["execution", "logs:CreateLogStream", JOB_LOG],
  ["execution", "logs:PutLogEvents", JOB_LOG],
  ["job", "s3:GetObject", "arn:aws:s3:::reports/daily/1.csv"],
  ["job", "s3:PutObject", "arn:aws:s3:::reports/daily/2.csv"],
  ["job", "s3:ListBucket", "arn:aws:s3:::reports", { "s3:prefix": "daily/" }],
  ["submit-job", "batch:SubmitJob", arn("batch", `job-queue/${NAME}`)],
  ["submit-job", "batch:SubmitJob", arn("batch", `job-definition/${NAME}`)],
  ["submit-job", "batch:SubmitJob", arn("batch", `job-definition/${NAME}:3`)],
  ["submit-job", "batch:TagResource", arn("batch", "job/1")],
  ["submit-job", "batch:ListJobs", "*"],
  ["check-job", "batch:DescribeJobs", "*"],
  ["terminate-job", "batch:TerminateJob", arn("batch", "job/1"), ourJob],
];

/** Calls that are not needed, one for each kind of mistake in a policy. */
const NOT_NEEDED: readonly Row[] = [
  ["execution", "ecr:BatchGetImage", REPOSITORY.replace("team/job", "team/other")],
  ["execution", "ecr:BatchGetImage", REPOSITORY.replace("eu-central-1", "eu-west-1")],
  ["execution", "ecr:PutImage", REPOSITORY],
  ["execution", "secretsmanager:GetSecretValue", SECRET.replace("token", "other")],
  ["execution", "secretsmanager:PutSecretValue", SECRET],
  ["execution", "ssm:GetParameters", `${PARAMETER}-other`],
  ["execution", "ssm:GetParametersByPath", PARAMETER],
  ["execution", "kms:Decrypt", KEY],
  ["execution", "kms:Decrypt", KEY, { ...viaSecrets, "kms:ViaService": "s3.eu-west-1.amazonaws.com" }],
  ["execution", "kms:Decrypt", KEY, { ...viaSecrets, "kms:EncryptionContext:SecretARN": `${SECRET}-other` }],
  ["execution", "kms:Decrypt", arn("kms", "key/other"), viaSecrets],
  ["execution", "kms:GenerateDataKey", KEY, viaSecrets],
  ["execution", "logs:PutLogEvents", arn("logs", "log-group:/aws/batch/other:log-stream:1")],
  ["execution", "logs:CreateLogGroup", arn("logs", `log-group:/aws/batch/${NAME}`)],
  ["execution", "s3:GetObject", "arn:aws:s3:::reports/daily/1.csv"],
  ["job", "s3:GetObject", "arn:aws:s3:::other/1.csv"],
  ["job", "s3:DeleteObject", "arn:aws:s3:::reports/daily/1.csv"],
  ["job", "s3:ListBucket", "arn:aws:s3:::reports", { "s3:prefix": "secret/" }],
  ["job", "s3:ListBucket", "arn:aws:s3:::reports"],
  ["job", "secretsmanager:GetSecretValue", SECRET],
  ["job", "kms:Decrypt", KEY, viaSecrets],
  ["job", "ecr:BatchGetImage", REPOSITORY],
  ["job", "batch:SubmitJob", arn("batch", `job-queue/${NAME}`)],
  ["job", "states:StartExecution", arn("states", `stateMachine:${NAME}`)],
  ["job", "iam:PassRole", "arn:aws:iam::123456789012:role/admin"],
  ["job", "sts:AssumeRole", "arn:aws:iam::123456789012:role/admin"],
  ["submit-job", "batch:SubmitJob", arn("batch", "job-queue/other")],
  ["submit-job", "batch:SubmitJob", arn("batch", `job-definition/${NAME}-other:1`)],
  ["submit-job", "s3:GetObject", "arn:aws:s3:::reports/daily/1.csv"],
  ["submit-job", "secretsmanager:GetSecretValue", SECRET],
  ["check-job", "batch:SubmitJob", arn("batch", `job-queue/${NAME}`)],
  ["terminate-job", "batch:TerminateJob", arn("batch", "job/1")],
];

const describeCall = ([role, action, resource, context]: Row): string =>
  `${role}: ${action} on ${resource}${context === undefined ? "" : ` with ${JSON.stringify(context)}`}`;

describe("roles of a job with an ECR image, two secrets and permissions for S3", () => {
  it.each(NEEDED.map((row) => [describeCall(row), row] as const))("allows what is needed: %s", (_title, row) => {
    expect(isRowAllowed(row)).toBe(true);
  });

  it.each(NOT_NEEDED.map((row) => [describeCall(row), row] as const))(
    "denies what is not needed: %s",
    (_title, row) => {
      expect(isRowAllowed(row)).toBe(false);
    },
  );

  it.each([
    [
      "execution",
      [
        `logs:CreateLogStream ${arn("logs", `log-group:/aws/batch/${NAME}:log-stream:*`)}`,
        `logs:PutLogEvents ${arn("logs", `log-group:/aws/batch/${NAME}:log-stream:*`)}`,
        "ecr:GetAuthorizationToken *",
        `ecr:BatchCheckLayerAvailability ${REPOSITORY}`,
        `ecr:BatchGetImage ${REPOSITORY}`,
        `ecr:GetDownloadUrlForLayer ${REPOSITORY}`,
        `secretsmanager:GetSecretValue ${SECRET}`,
        `ssm:GetParameters ${PARAMETER}`,
        `kms:Decrypt ${KEY} if StringEquals`,
        `kms:Decrypt ${KEY} if StringEquals`,
      ],
    ],
    [
      "job",
      [
        "s3:GetObject arn:aws:s3:::reports/*",
        "s3:PutObject arn:aws:s3:::reports/*",
        "s3:ListBucket arn:aws:s3:::reports if StringLike",
      ],
    ],
  ])("allows nothing else: %s", (role, expected) => {
    const allowed = statementsOf(role).flatMap(({ Action, Resource, Condition }) => {
      const condition = Condition === undefined ? "" : ` if ${Object.keys(Condition).join(", ")}`;
      return Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}${condition}`));
    });

    expect(allowed).toEqual(expected);
  });

  it("denies the added calls until bootstrap has added them to the boundary", () => {
    const before = boundaryOf(synthEnvironment().stateBackend);

    const denied = NEEDED.filter((row) => !isRowAllowed(row, before)).map(([role, action]) => `${role} ${action}`);

    expect(denied).toEqual([
      "execution ecr:GetAuthorizationToken",
      "execution ecr:BatchCheckLayerAvailability",
      "execution ecr:GetDownloadUrlForLayer",
      "execution ecr:BatchGetImage",
      "execution secretsmanager:GetSecretValue",
      "execution ssm:GetParameters",
      "execution kms:Decrypt",
      "execution kms:Decrypt",
      "job s3:GetObject",
      "job s3:PutObject",
      "job s3:ListBucket",
    ]);
  });
});
