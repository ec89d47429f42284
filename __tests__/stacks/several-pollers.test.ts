import { z } from "zod";
import type { Environment } from "../../config/deployment-config";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedEnvironment } from "../../testing/given-deployment";

/**
 * Attribute with the physical name of a resource; "id" if AWS assigns it or if it is part of another resource. A type
 * that is not listed fails the test.
 */
const IDENTITY: Readonly<Record<string, string>> = {
  aws_batch_compute_environment: "compute_environment_name_prefix",
  aws_batch_job_definition: "name",
  aws_batch_job_queue: "name",
  aws_cloudwatch_dashboard: "dashboard_name",
  aws_cloudwatch_event_rule: "name",
  aws_cloudwatch_event_target: "id",
  aws_cloudwatch_log_group: "name",
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_default_security_group: "id",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_role_policy: "id",
  aws_iam_role_policy_attachment: "id",
  aws_internet_gateway: "id",
  aws_lambda_function: "function_name",
  aws_lambda_permission: "statement_id",
  aws_route: "id",
  aws_route_table: "id",
  aws_route_table_association: "id",
  aws_s3_bucket: "bucket",
  aws_s3_bucket_lifecycle_configuration: "id",
  aws_s3_bucket_ownership_controls: "id",
  aws_s3_bucket_policy: "id",
  aws_s3_bucket_public_access_block: "id",
  aws_s3_bucket_server_side_encryption_configuration: "id",
  aws_s3_bucket_versioning: "id",
  aws_security_group: "name_prefix",
  aws_scheduler_schedule: "name",
  aws_sfn_state_machine: "name",
  aws_sns_topic: "name",
  aws_sns_topic_policy: "id",
  aws_sns_topic_subscription: "id",
  aws_sqs_queue: "name",
  aws_subnet: "id",
  aws_vpc: "id",
  aws_vpc_security_group_egress_rule: "id",
};

const stacksOf = ({ stateBackend, batch, jobPoller }: SynthesizedEnvironment) => [stateBackend, batch, jobPoller];

/** Returns the physical names of all resources of the stacks, as `TYPE NAME`. */
function physicalNames(environment: SynthesizedEnvironment): string[] {
  return stacksOf(environment).flatMap(({ resource }) =>
    Object.entries(resource).flatMap(([type, resources]) => {
      const attribute = z.string(`add ${type} with its naming attribute to IDENTITY`).parse(IDENTITY[type]);
      if (attribute === "id") return [];
      return Object.values(resources).map((one) => `${type} ${z.string().parse(one[attribute])}`);
    }),
  );
}

const stateKeys = (environment: SynthesizedEnvironment): string[] =>
  stacksOf(environment).map(({ terraform }) => {
    const { s3 } = z
      .object({ s3: z.object({ bucket: z.string(), key: z.string() }) })
      .parse(z.object({ backend: z.unknown() }).parse(terraform).backend);
    return s3.key;
  });

const FIRST = { name: "job-status-poller-dev", settings: { DEPLOY_ENVIRONMENT: "dev" } };
const OTHERS: readonly { readonly name: string; readonly settings: Environment }[] = [
  { name: "job-status-poller-prod", settings: { DEPLOY_ENVIRONMENT: "prod" } },
  { name: "nightly-dev", settings: { POLLER_NAME: "nightly" } },
  { name: "job-dev", settings: { POLLER_NAME: "job" } },
  { name: "job-status-dev", settings: { POLLER_NAME: "job-status" } },
];

const COMMON = {
  // Both environments use the same bucket.
  STATE_BUCKET: "our-states",
  GITHUB_REPOSITORY: "our-team/poller",
  GITHUB_OIDC_PROVIDER: "existing",
  SCHEDULE_EXPRESSION: "rate(1 hour)",
  SCHEDULE_INPUT: '{"jobName":"hourly"}',
  S3_START_BUCKET: "incoming-files",
  S3_START_INPUT: '{"jobName":"import"}',
  NOTIFICATION_TOPIC: "create",
};

describe.each(OTHERS)("job-status-poller-dev and $name in one account and region", ({ name, settings }) => {
  let both: readonly SynthesizedEnvironment[];

  beforeAll(() => {
    both = [FIRST.settings, settings].map((own) => synthEnvironment({ ...COMMON, ...own }));
  });

  it("shares no physical name, and no name of one is a prefix of the other's", () => {
    const [first = [], other = []] = both.map(physicalNames);

    const shared = first.filter((one) => other.includes(one));
    expect(first.length).toBeGreaterThan(30);
    expect(shared).toEqual(["aws_s3_bucket our-states"]);
    const beginningWith = (names: readonly string[], start: string): string[] =>
      names.filter((one) => new RegExp(`(^| |/)${start}(-|$)`).test(one));
    expect(beginningWith(first, name)).toEqual([]);
    expect(beginningWith(other, FIRST.name)).toEqual([]);
    expect(beginningWith(other, name)).toHaveLength(other.length - shared.length);
  });

  it("has separate state, even in one bucket", () => {
    const [first = [], other = []] = both.map(stateKeys);

    expect(new Set([...first, ...other]).size).toBe(6);
  });

  it("has separate tags, which identify network resources in deploy roles", () => {
    const tags = both.map(({ batch }) => JSON.stringify(batch.provider["aws"]));

    expect(new Set(tags).size).toBe(2);
  });

  it("cleans up only its own executions", () => {
    const arns = both.map(({ jobPoller }) => {
      const stateMachineName = z.string().parse(resourceOf(jobPoller, "aws_sfn_state_machine")["name"]);
      const stateMachineArn = `arn:aws:states:eu-west-1:123456789012:stateMachine:${stateMachineName}`;
      const sweeper = resourcesOf(jobPoller, "aws_lambda_function").find(
        ({ function_name: functionName }) => functionName === `${stateMachineName}-terminate-job`,
      );
      const patterns = resourcesOf(jobPoller, "aws_cloudwatch_event_rule").flatMap(({ event_pattern: pattern }) =>
        typeof pattern === "string" ? [z.object({ detail: z.unknown() }).parse(JSON.parse(pattern)).detail] : [],
      );
      const ofExecutions = patterns.filter((detail) => JSON.stringify(detail).includes(":stateMachine:"));
      expect(sweeper).toMatchObject({ environment: { variables: { STATE_MACHINE_ARN: stateMachineArn } } });
      expect(ofExecutions).toMatchObject([
        { stateMachineArn: [stateMachineArn] },
        { stateMachineArn: [stateMachineArn] },
      ]);
      return stateMachineArn;
    });

    expect(new Set(arns).size).toBe(2);
  });
});
