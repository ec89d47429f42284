import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IMPORT_RULES, readPlace } from "../../../cli/deploy/import-rules";
import { START_OPTIONS, synthEnvironment, type SynthesizedStack } from "../../../testing/given-deployment";

const PLACE = { region: "eu-west-1", accountId: "123456789012", tags: {} };

/** Types of resources that the constructs can make, by what they import of the provider. */
function listConstructTypes(): string[] {
  const folder = join(__dirname, "..", "..", "..", "constructs");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  return texts
    .flatMap((text) => [...text.matchAll(/"@cdktf\/provider-aws\/lib\/([a-z0-9-]+)"/g)])
    .map(([, name = ""]) => name)
    .filter((name) => name !== "provider" && !name.startsWith("data-"))
    .map((name) => `aws_${name.replaceAll("-", "_")}`);
}

describe("readPlace", () => {
  const stackWith = (aws: object) => {
    const s3 = { bucket: "state", key: "dev/alarms.tfstate", region: "eu-west-1" };
    const json = { terraform: { backend: { s3 } }, provider: { aws: [aws] } };
    return { name: "alarms-dev", part: "alarms", environment: "dev", state: s3, json };
  };
  const where = { region: "eu-west-1", allowed_account_ids: ["123456789012"] };

  it("reads region, account and default tags", () => {
    expect(readPlace(stackWith({ ...where, default_tags: [{ tags: { Stack: "alarms-dev" } }] }))).toEqual({
      ...{ region: "eu-west-1", accountId: "123456789012", tags: { Stack: "alarms-dev" } },
    });
  });

  it.each([where, { ...where, default_tags: [{ tags: {} }] }])(
    "rejects a provider without default tags, which would match resources of others: %j",
    (aws) => {
      expect(() => readPlace(stackWith(aws))).toThrow("the provider aws of alarms-dev must have one region, account");
    },
  );
});

describe("how a resource is found that a killed run has made", () => {
  it("has a rule for every deployable resource type and no other", () => {
    const { stateBackend, deployed: stacks } = synthEnvironment({
      ...START_OPTIONS,
      JOB_ROLE_POLICY_ARNS: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      NOTIFICATION_EMAIL: "team@example.com",
      GITHUB_REPOSITORY: "acme/poller",
    });
    const typesOf = (...stacks: readonly SynthesizedStack[]): Set<string> =>
      new Set(stacks.flatMap(({ resource }) => Object.keys(resource)));

    const deployed = typesOf(...stacks);
    const bootstrapped = [...typesOf(stateBackend)].filter((type) => !deployed.has(type));
    // With what only some settings ask for.
    const types = new Set([...deployed, ...listConstructTypes()]);

    expect(Object.keys(IMPORT_RULES)).toEqual([...types].filter((type) => !bootstrapped.includes(type)).sort());
  });

  it.each([
    ["aws_iam_role", { name: "r" }, "r"],
    ["aws_iam_role_policy", { role: "r", name: "p" }, "r:p"],
    [
      "aws_iam_role_policy_attachment",
      { role: "r", policy_arn: "arn:aws:iam::aws:policy/P" },
      "r/arn:aws:iam::aws:policy/P",
    ],
    ["aws_route", { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" }, "rtb-1_0.0.0.0/0"],
    ["aws_route_table_association", { subnet_id: "subnet-1", route_table_id: "rtb-1" }, "subnet-1/rtb-1"],
    ["aws_lambda_permission", { function_name: "f", statement_id: "s" }, "f/s"],
    ["aws_cloudwatch_event_target", { rule: "r", target_id: "t" }, "r/t"],
    ["aws_batch_job_queue", { name: "q" }, "arn:aws:batch:eu-west-1:123456789012:job-queue/q"],
    ["aws_scheduler_schedule", { group_name: "default", name: "s" }, "default/s"],
    ["aws_sns_topic", { name: "t" }, "arn:aws:sns:eu-west-1:123456789012:t"],
    ["aws_sfn_state_machine", { name: "m" }, "arn:aws:states:eu-west-1:123456789012:stateMachine:m"],
    ["aws_sqs_queue", { name: "q" }, "https://sqs.eu-west-1.amazonaws.com/123456789012/q"],
  ])("%s: by the ID of the provider's documentation, once all of it is known", (type, planned, id) => {
    const rule = IMPORT_RULES[type];
    if (rule?.kind !== "id") throw new Error(`${type} has no ID`);

    expect(rule.find(planned, PLACE)).toBe(id);
    for (const name of Object.keys(planned))
      expect(rule.find({ ...planned, [name]: undefined }, PLACE)).toBeUndefined();
  });

  it("knows the other partition's names", () => {
    const china = { ...PLACE, region: "cn-north-1" };
    const find = (type: string): unknown => {
      const rule = IMPORT_RULES[type];
      return rule?.kind === "id" ? rule.find({ name: "x" }, china) : undefined;
    };

    expect(find("aws_sqs_queue")).toBe("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/x");
    expect(find("aws_batch_job_queue")).toBe("arn:aws-cn:batch:cn-north-1:123456789012:job-queue/x");
  });
});
