import { parseDeploymentConfig } from "../../config/deployment-config";
import { deployRoleArns } from "../../config/deploy-role-arns";
import {
  GIVEN_SETTINGS,
  resourceOf,
  resourcesOf,
  START_OPTIONS,
  synthEnvironment,
  type SynthesizedStack,
} from "../../testing/given-deployment";
import { readCompanyPolicy } from "../documents/company-policies";
import { isWithin, managedStatements, roleStatements, type Statement } from "./policies";

const NAME = "job-status-poller-dev";
const REGION = "eu-west-1";
const BOUNDARY_ARN = "arn:aws:iam::123456789012:policy/platform/workload-boundary";
const KEY_ARN = "arn:aws:kms:eu-west-1:210987654321:key/0a1b2c3d";
const BUCKET = "job-status-poller-dev-state-123456789012-eu-west-1";
const EVERYTHING = { ...START_OPTIONS, NOTIFICATION_EMAIL: "team@example.com", GITHUB_REPOSITORY: "our-team/poller" };
const THROUGH_DYNAMODB = { StringEquals: { "kms:ViaService": [`dynamodb.${REGION}.amazonaws.com`] } };
const ORGANIZATION = {
  ...EVERYTHING,
  TAGS: '{"CostCenter":"4711","Project":"theirs"}',
  IGNORE_TAGS: "BackupPlan,audit:*",
  PERMISSIONS_BOUNDARY_ARN: BOUNDARY_ARN,
  ROLE_PATH: "/team-a/",
  KMS_KEY_ARN: KEY_ARN,
  // The integration with the most resources.
  WAIT_INTEGRATION: "events",
};

const { stateBackend, batch, jobPoller } = synthEnvironment(ORGANIZATION);
const { jobPoller: jobPollerWithSync } = synthEnvironment({ ...ORGANIZATION, WAIT_INTEGRATION: "sync" });
const STACKS = [stateBackend, batch, jobPoller];

const attributesOf = (type: string, name: string): unknown[] =>
  STACKS.flatMap((stack) => resourcesOf(stack, type).map((resource) => resource[name]));

const statementsOf = (stack: SynthesizedStack, owner: string): Statement[] =>
  [...roleStatements(stack, NAME, REGION), ...managedStatements(stack, NAME, REGION)]
    .filter((owned) => owned.owner === owner)
    .map(({ statement }) => statement);

describe("rules of an organization", () => {
  it("adds TAGS to the tags of each stack; the environment's own win", () => {
    for (const [stack, name] of [
      [stateBackend, "state-backend-dev"],
      [batch, "batch-dev"],
      [jobPoller, "job-poller-dev"],
    ] as const)
      expect(stack.provider["aws"]).toMatchObject([
        {
          default_tags: [
            {
              tags: {
                CostCenter: "4711",
                Project: "job-status-poller",
                Environment: "dev",
                Stack: name,
                ManagedBy: "terraform",
              },
            },
          ],
        },
      ]);
  });

  it("lets the provider ignore IGNORE_TAGS, by name and by prefix", () => {
    const ignored = (settings: Readonly<Record<string, string>>): unknown =>
      synthEnvironment(settings).batch.provider["aws"]?.[0]?.["ignore_tags"];

    for (const stack of STACKS)
      expect(stack.provider["aws"]).toMatchObject([
        { ignore_tags: [{ keys: ["BackupPlan"], key_prefixes: ["audit:"] }] },
      ]);
    expect(ignored({ IGNORE_TAGS: "BackupPlan" })).toEqual([{ keys: ["BackupPlan"] }]);
    expect(ignored({ IGNORE_TAGS: "audit:*" })).toEqual([{ key_prefixes: ["audit:"] }]);
    expect(ignored({})).toBeUndefined();
  });

  it("sets PERMISSIONS_BOUNDARY_ARN on every role, also on the deploy roles", () => {
    const boundaries = attributesOf("aws_iam_role", "permissions_boundary");

    expect(boundaries).toHaveLength(14);
    expect(new Set(boundaries)).toEqual(new Set([BOUNDARY_ARN]));
    expect(stateBackend.output["permissions_boundary_arn"]).toMatchObject({ value: BOUNDARY_ARN });
  });

  it("lets the apply role create only roles with PERMISSIONS_BOUNDARY_ARN", () => {
    const apply = [...statementsOf(stateBackend, "apply"), ...statementsOf(stateBackend, "apply-roles")];

    for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])
      expect(apply.filter(({ Action }) => Action.includes(action)).map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { "iam:PermissionsBoundary": BOUNDARY_ARN } },
      ]);
  });

  it("keeps the environment's own boundary, because roles have it until the next deployment", () => {
    const names = resourcesOf(stateBackend, "aws_iam_policy").map(({ name }) => name);

    expect(names).toContain("job-status-poller-dev-boundary-eu-west-1");
  });

  it("creates roles and policies below ROLE_PATH", () => {
    expect(new Set(attributesOf("aws_iam_role", "path"))).toEqual(
      new Set(["/team-a/job-status-poller-deploy/", "/team-a/job-status-poller/"]),
    );
    expect(new Set(attributesOf("aws_iam_policy", "path"))).toEqual(new Set(["/team-a/job-status-poller-deploy/"]));
  });

  it("lets the apply role pass the roles below ROLE_PATH, and no deploy role", () => {
    const [pass] = statementsOf(stateBackend, "apply-roles").filter(({ Action }) => Action.includes("iam:PassRole"));
    const roles = resourcesOf(jobPoller, "aws_iam_role").map(
      ({ path, name }) => `arn:aws:iam::123456789012:role${String(path)}${String(name)}`,
    );

    expect(roles.length).toBeGreaterThan(3);
    for (const arn of roles) expect(pass?.Resource.some((pattern) => isWithin(arn, pattern))).toBe(true);
    for (const { value } of Object.values(stateBackend.output).filter(({ value }) => value.includes(":role/")))
      expect(pass?.Resource.some((pattern) => isWithin(value, pattern))).toBe(false);
  });

  it("uses the ARNs of roles below ROLE_PATH", () => {
    const { role_arn: roleArn } = resourceOf(jobPoller, "aws_sfn_state_machine");
    const arns = deployRoleArns(parseDeploymentConfig({ ...GIVEN_SETTINGS, ...ORGANIZATION }));

    expect(roleArn).toBe(
      "arn:aws:iam::123456789012:role/team-a/job-status-poller/job-status-poller-dev-states-eu-west-1",
    );
    expect(arns.apply).toBe(stateBackend.output["apply_role_arn"]?.value);
    expect(JSON.stringify(resourcesOf(batch, "aws_batch_job_definition"))).toContain(":role/team-a/job-status-poller/");
  });

  it("encrypts logs, queues, topic, table, state bucket and states with KMS_KEY_ARN", () => {
    const logGroups = attributesOf("aws_cloudwatch_log_group", "kms_key_id");
    const queues = attributesOf("aws_sqs_queue", "kms_master_key_id");

    expect(logGroups).toEqual(Array(6).fill(KEY_ARN));
    expect(queues).toEqual(Array(5).fill(KEY_ARN));
    expect(attributesOf("aws_sns_topic", "kms_master_key_id")).toEqual([KEY_ARN]);
    expect(attributesOf("aws_dynamodb_table", "server_side_encryption")).toEqual([
      { enabled: true, kms_key_arn: KEY_ARN },
    ]);
    expect(resourceOf(stateBackend, "aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY_ARN },
          bucket_key_enabled: true,
        },
      ],
    });
    for (const { terraform } of STACKS) expect(terraform).toMatchObject({ backend: { s3: { kms_key_id: KEY_ARN } } });
  });

  it("uses NOTIFICATION_KMS_KEY_ARN for the topic if it is set, and no key for an existing topic", () => {
    const own = KEY_ARN.replace("0a1b2c3d", "ffff");
    const topic = "arn:aws:sns:eu-west-1:123456789012:theirs";
    const { jobPoller: withKey } = synthEnvironment({ ...ORGANIZATION, NOTIFICATION_KMS_KEY_ARN: own });

    expect(resourceOf(withKey, "aws_sns_topic")).toMatchObject({ kms_master_key_id: own });
    expect(() => synthEnvironment({ KMS_KEY_ARN: KEY_ARN, NOTIFICATION_TOPIC: topic })).not.toThrow();
  });

  it.each([
    ["plan", ["kms:GenerateDataKey"], []],
    ["read", ["kms:Decrypt"], []],
    ["apply", ["kms:GenerateDataKey"], [THROUGH_DYNAMODB]],
    ["smoke", ["kms:Decrypt"], []],
  ])("allows %s to use the key only through S3 for the state bucket, or for the table", (owner, actions, rest) => {
    const [statement, ...others] = statementsOf(stateBackend, owner).filter(({ Resource }) =>
      Resource.includes(KEY_ARN),
    );

    expect(others.map(({ Condition }) => Condition)).toEqual(rest);
    expect(statement).toMatchObject({
      Action: actions,
      Condition: {
        StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`] },
      },
    });
  });

  it("allows the apply role to change the key of log groups", () => {
    const actions = statementsOf(stateBackend, "apply").flatMap(({ Action }) => Action);

    expect(actions).toEqual(expect.arrayContaining(["logs:AssociateKmsKey", "logs:DisassociateKmsKey"]));
  });

  it("allows the roles to use the key in the environment's own boundary", () => {
    const boundary = statementsOf(stateBackend, "boundary").filter(({ Resource }) => Resource.includes(KEY_ARN));

    expect(boundary).toMatchObject([
      { Action: ["kms:GenerateDataKey", "kms:Decrypt"] },
      { Sid: "UseTableKey", Condition: THROUGH_DYNAMODB },
    ]);
  });

  it("respects the IAM limits with the longest settings", () => {
    const longest = {
      ...ORGANIZATION,
      POLLER_NAME: "a".repeat(18),
      DEPLOY_ENVIRONMENT: "prod",
      AWS_REGION: "us-gov-northwest-12",
      STATE_BUCKET: "b".repeat(63),
      ROLE_PATH: `/${"p".repeat(98)}/`,
      PERMISSIONS_BOUNDARY_ARN: "arn:aws-us-gov:iam::123456789012:policy/platform/workload-boundary",
      KMS_KEY_ARN: "arn:aws-us-gov:kms:us-gov-northwest-12:210987654321:key/mrk-0123456789abcdef0123456789abcdef",
    };

    expect(() => synthEnvironment(longest)).not.toThrow();
  });
});

const PLACEHOLDERS = {
  KEY_ARN,
  ROLE_PATH: "/team-a/",
  STATE_BUCKET: BUCKET,
  ACCOUNT: "123456789012",
  REGION,
};

describe("docs/company-accounts.md", () => {
  const boundary = readCompanyPolicy("Permissions boundary", PLACEHOLDERS);
  const used = [stateBackend, batch, jobPoller, jobPollerWithSync]
    .flatMap((stack) => [...roleStatements(stack, NAME, REGION), ...managedStatements(stack, NAME, REGION)])
    .filter(({ owner }) => owner !== "boundary")
    .flatMap(({ statement: { Action, Resource } }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource }))),
    );
  const allows = ({ action, resource }: (typeof used)[number]): boolean =>
    boundary.some(
      ({ Action, Resource }) =>
        Action.includes(action) && [Resource].flat().some((pattern) => isWithin(resource, pattern)),
    );

  it("documents a boundary that allows all that the roles do", () => {
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((one) => !allows(one))).toEqual([]);
  });

  it("documents a boundary without actions that no role uses", () => {
    const actions = used.map(({ action }) => action);

    expect(boundary.flatMap(({ Action }) => Action).filter((action) => !actions.includes(action))).toEqual([]);
  });

  it("documents a boundary within the limit of IAM", () => {
    expect(JSON.stringify({ Version: "2012-10-17", Statement: boundary }).length).toBeLessThan(6144);
  });
});
