import { explainTerraformError } from "reviewed-terraform";
import { placeOf } from "../../../cli/terraform/terraform-place";
import {
  resourceOf,
  resourcesOf,
  synthEnvironment,
  type SynthesizedEnvironment,
  type SynthesizedStack,
} from "../../../testing/given-deployment";
import { commandsIn } from "../../documents/commands-of";
import { refusalOf } from "../../documents/poller-program";
import { problemsOf } from "../../config/given-settings";
import { givenDeploy, message } from "../deploy/given-deploy";
import { failWith, ROWS } from "./aws-errors";

const NETWORK = { VPC_ID: "vpc-0123456789abcdef0", SUBNET_IDS: "subnet-0123456789abcdef0" };
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const BOUNDARY = "arn:aws:iam::123456789012:policy/company";
const has = (stack: SynthesizedStack, type: string): boolean => resourcesOf(stack, type).length > 0;
const namesOf = (stack: SynthesizedStack, type: string): string => JSON.stringify(resourcesOf(stack, type));

/** Settings that follow an advice, and what they change about the cause of the error. */
interface FollowedSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly isCured: (environment: SynthesizedEnvironment) => boolean;
}

const without = (type: string): FollowedSettings => ({
  settings: NETWORK,
  isCured: ({ batch }) => !has(batch, type),
});

const renamed = (type: string): FollowedSettings => ({
  settings: { POLLER_NAME: "other" },
  isCured: ({ batch }) => !namesOf(batch, type).includes("job-status-poller-dev"),
});

/** Rows whose advice is a setting. */
const BY_SETTING: Readonly<Record<string, FollowedSettings>> = {
  "VpcLimitExceeded, EC2, apply": without("aws_vpc"),
  "InternetGatewayLimitExceeded, EC2, apply": without("aws_internet_gateway"),
  "SubnetLimitExceeded, EC2, apply": without("aws_subnet"),
  "RouteTableLimitExceeded, EC2, apply": without("aws_route_table"),
  "RulesPerSecurityGroupLimitExceeded, EC2, apply": {
    settings: { JOB_EGRESS: "all" },
    isCured: ({ batch }) => resourceOf(batch, "aws_vpc_security_group_egress_rule")["ip_protocol"] === "-1",
  },
  "tag policy, EC2, apply": {
    settings: { TAGS: '{"CostCenter":"4711"}' },
    isCured: ({ deployed }) =>
      deployed.every(({ provider }) => JSON.stringify(provider).includes('"CostCenter":"4711"')),
  },
  "key policy, CloudWatch Logs, apply": {
    settings: { KMS_KEY_ARN: KEY },
    isCured: ({ batch }) => resourceOf(batch, "aws_cloudwatch_log_group")["kms_key_id"] === KEY,
  },
  "permissions boundary, IAM, apply": {
    settings: { PERMISSIONS_BOUNDARY_ARN: BOUNDARY },
    isCured: ({ deployed }) =>
      deployed
        .flatMap((stack) => resourcesOf(stack, "aws_iam_role"))
        .every((role) => role["permissions_boundary"] === BOUNDARY),
  },
  "OIDC provider, IAM, bootstrap": {
    settings: { GITHUB_OIDC_PROVIDER: "existing", GITHUB_REPOSITORY: "acme/poller" },
    isCured: ({ stateBackend }) =>
      !has(stateBackend, "aws_iam_openid_connect_provider") && has(stateBackend, "aws_iam_role"),
  },
  "bucket of another account, S3, bootstrap": {
    settings: { STATE_BUCKET: "another-name" },
    isCured: ({ stateBackend, deployed }) =>
      resourceOf(stateBackend, "aws_s3_bucket")["bucket"] === "another-name" &&
      deployed.every(({ terraform }) => JSON.stringify(terraform).includes('"another-name"')),
  },
  "log group, CloudWatch Logs, apply": renamed("aws_cloudwatch_log_group"),
  "role, IAM, apply": renamed("aws_iam_role"),
  "job queue, Batch, apply, as cdktf shows it": renamed("aws_batch_job_queue"),
};

/** Settings that only select the stack in which the cause is. */
const CONTEXT = ["GITHUB_REPOSITORY"];

const explain = (text: string): string =>
  explainTerraformError(text, placeOf({ name: "batch-dev", environment: "dev", part: "batch" })) ?? "";

const rowOf = (name: string): string => {
  const [, text = ""] = ROWS.find(([row]) => row === name) ?? [];
  return text;
};

describe("a setting that an advice names", () => {
  it.each(Object.entries(BY_SETTING))("resolves the cause: %s", (name, { settings, isCured }) => {
    const advice = explain(rowOf(name));
    const named = Object.keys(settings).filter((setting) => !CONTEXT.includes(setting));

    expect(named.filter((setting) => !advice.includes(setting))).toEqual([]);
    const region = { AWS_REGION: "eu-west-1" };
    expect(problemsOf({ ...region, ...settings })).toEqual([]);
    const context = Object.fromEntries(Object.entries(settings).filter(([setting]) => CONTEXT.includes(setting)));
    expect(isCured(synthEnvironment({ ...context }))).toBe(false);
    expect(isCured(synthEnvironment(settings))).toBe(true);
  });
});

/** Commands in an advice, up to the next clause. */
const commandsOf = (advice: string): string[] =>
  [...advice.matchAll(/\b(?:npm run|aws) [^;,()]+/g)].map(([command]) => command.trim());

/** Commands of the AWS CLI that the advices name, with their required parameters. */
const AWS_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "aws iam create-service-linked-role": ["--aws-service-name"],
  "aws events list-targets-by-rule": ["--rule"],
  "aws events remove-targets": ["--rule", "--ids"],
  "aws iam list-attached-role-policies": ["--role-name"],
  "aws iam detach-role-policy": ["--role-name", "--policy-arn"],
  "aws ec2 describe-network-interfaces": [],
};

describe("a command that an advice names", () => {
  const commands = [...new Set(ROWS.flatMap(([, text]) => commandsOf(explain(text))))];

  it.each(commands.filter((command) => command.startsWith("npm")))("parses as a command of poller: %s", (command) => {
    const [spelled = ""] = commandsIn(command);

    expect(spelled).toMatch(/^poller /);
    expect(refusalOf(spelled.split(" ").slice(1))).toBeUndefined();
  });

  it.each(commands.filter((command) => command.startsWith("aws")))("names its required parameters: %s", (command) => {
    const name = command.split(" ").slice(0, 3).join(" ");

    expect(Object.keys(AWS_COMMANDS)).toContain(name);
    expect(command.match(/--[\w-]+/g) ?? []).toEqual(AWS_COMMANDS[name]);
  });
});

/** Phases that deploy runs; the others have tests of bootstrap, destroy and the pipeline. */
const isOfDeploy = (name: string): boolean => !/, (?:bootstrap|destroy|pipeline)$/.test(name);

describe("a deployment that fails with an error of AWS", () => {
  const TOPIC = "aws_sns_topic.a";
  let given: Awaited<ReturnType<typeof givenDeploy>>;
  beforeAll(async () => {
    given = await givenDeploy();
  });
  afterAll(() => given.remove());

  it.each(ROWS.filter(([name]) => isOfDeploy(name)))(
    "prints the advice, and is green after it: %s",
    async (_name, text, start, advice) => {
      given.set("batch-dev", [{ address: TOPIC }], [message("apply_start", TOPIC), failWith(text), "exit 1"]);
      const { end: failed } = await given.run();
      given.set("batch-dev", [{ address: TOPIC }], [message("apply_start", TOPIC), message("apply_complete", TOPIC)]);
      const { end } = await given.run();

      const [reason = ""] = Array.isArray(failed) ? failed.map(String) : [];
      const explanation = reason.replace(/^batch-dev was not applied: /, "");
      expect(explanation).toMatch(start);
      expect(explanation).toContain(advice);
      expect(failed).toContain("not applied (1 of 1); run deploy again to apply the rest:");
      expect(end).toBe(0);
    },
  );
});
