import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App, TerraformStack, Token } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobPoller, PropsError, type JobPollerProps } from "../../../constructs";
import { readStack, resourceOf, resourcesOf, type SynthesizedStack } from "../../../testing/given-deployment";
import { onlyOf, synthConstruct } from "../synth-construct";
import { containing, matching } from "../../../testing/matchers";

const QUEUE_ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/reports";
const DEFINITION_ARN = "arn:aws:batch:eu-west-1:123456789012:job-definition/monthly";
const GIVEN: JobPollerProps = {
  region: "eu-west-1",
  account: "123456789012",
  namePrefix: "reports",
  jobQueueArns: [QUEUE_ARN],
  jobDefinitionArns: [DEFINITION_ARN],
};

/** Synthesizes pollers in one stack of another app, with cdktf's own validation. */
function synthPollers(...pollers: readonly Partial<JobPollerProps>[]): SynthesizedStack {
  const folder = mkdtempSync(join(tmpdir(), "job-status-poller-test-"));
  try {
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, "theirs");
    new AwsProvider(stack, "aws", { region: GIVEN.region });
    new ArchiveProvider(stack, "archive");
    pollers.forEach((props, index) => new JobPoller(stack, `poller-${index}`, { ...GIVEN, ...props }));
    app.synth();
    return readStack(join(folder, "stacks", "theirs"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const submitPolicyOf = (stack: SynthesizedStack): string =>
  resourcesOf(stack, "aws_iam_role_policy")
    .map(({ policy }) => String(policy))
    .filter((policy) => policy.includes("batch:SubmitJob"))
    .join();

function problemsOf(props: JobPollerProps): string[] {
  const problems: string[] = [];
  synthConstruct((scope) => {
    try {
      new JobPoller(scope, "poller", props);
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      problems.push(...error.message.split("\n"));
    }
  });
  return problems;
}

describe("JobPoller", () => {
  it.each([
    ["2027-01-29", 0],
    ["2027-01-30", 1],
  ])("warns once when its runtime will soon be deprecated: %s", (day, count) => {
    jest.spyOn(Date, "now").mockReturnValue(Date.parse(day));
    const warnings: unknown[] = [];

    synthConstruct((scope) => {
      new JobPoller(scope, "poller", GIVEN);
      for (const { type, data } of scope.node.findAll().flatMap(({ node }) => node.metadata))
        if (type === "@cdktf/warn") warnings.push(data);
    });

    jest.restoreAllMocks();
    expect(warnings).toEqual(Array(count).fill(matching(/^AWS deprecates the Lambda runtime nodejs22\.x on/)));
  });

  it("requires region, account, name prefix, queues and job definitions, and has defaults for the rest", () => {
    const stack = synthPollers({});

    expect(resourceOf(stack, "aws_sfn_state_machine")).toMatchObject({ name: "reports" });
    expect(resourcesOf(stack, "aws_lambda_function").map(({ function_name: name }) => name)).toEqual(
      expect.arrayContaining(["reports-check-job", "reports-submit-job", "reports-terminate-job"]),
    );
    expect(resourcesOf(stack, "aws_cloudwatch_metric_alarm").length).toBeGreaterThan(10);
    expect(resourcesOf(stack, "aws_cloudwatch_dashboard")).toHaveLength(1);
    for (const logGroup of resourcesOf(stack, "aws_cloudwatch_log_group"))
      expect(logGroup).toMatchObject({ retention_in_days: 30 });
  });

  it('allows any job definition of the account and region with "any"', () => {
    expect(submitPolicyOf(synthPollers({ jobDefinitionArns: "any" }))).toContain(
      JSON.stringify([QUEUE_ARN, "arn:aws:batch:eu-west-1:123456789012:job-definition/*"]),
    );
  });

  it('allows any job queue of the account and region with "any", and searches all for jobs', () => {
    const stack = synthPollers({ jobQueueArns: "any" });

    expect(submitPolicyOf(stack)).toContain('["arn:aws:batch:eu-west-1:123456789012:job-queue/*",');
    expect(JSON.stringify(resourcesOf(stack, "aws_lambda_function"))).toContain('"JOB_QUEUES":"*"');
    const finding = resourcesOf(stack, "aws_iam_role_policy").filter(({ policy }) =>
      String(policy).includes("batch:DescribeJobQueues"),
    );
    expect(finding.map(({ role }) => role)).toEqual([expect.stringContaining("terminate-job")]);
  });

  it("allows one revision for an ARN with a revision, and all revisions for an ARN without", () => {
    const definition = "arn:aws:batch:eu-west-1:123456789012:job-definition";
    const stack = synthPollers({
      jobQueueArns: [QUEUE_ARN, `${QUEUE_ARN}-urgent`],
      jobDefinitionArns: [`${definition}/a`, `${definition}/b:7`],
    });

    expect(submitPolicyOf(stack)).toContain(
      JSON.stringify([QUEUE_ARN, `${QUEUE_ARN}-urgent`, `${definition}/a`, `${definition}/a:*`, `${definition}/b:7`]),
    );
    expect(JSON.stringify(resourcesOf(stack, "aws_lambda_function"))).toContain(
      `"JOB_QUEUES":"${QUEUE_ARN},${QUEUE_ARN}-urgent"`,
    );
  });

  it("creates no alarms and no dashboard if disabled, and a dashboard without alarms", () => {
    const without = synthPollers({ alarms: false, dashboard: false });
    const withoutAlarms = synthPollers({ alarms: false });

    expect(resourcesOf(without, "aws_cloudwatch_metric_alarm")).toEqual([]);
    expect(resourcesOf(without, "aws_cloudwatch_dashboard")).toEqual([]);
    expect(resourceOf(withoutAlarms, "aws_cloudwatch_dashboard")["dashboard_body"]).not.toContain('"alarm"');
  });

  it("can be used several times in one stack with different names", () => {
    const stack = synthPollers({}, { namePrefix: "backups", integrationPattern: "sync" });

    const names = [
      ...resourcesOf(stack, "aws_sfn_state_machine").map(({ name }) => name),
      ...resourcesOf(stack, "aws_lambda_function").map(({ function_name: name }) => name),
      ...Object.values(stack.data["archive_file"] ?? {}).map(({ output_path: path }) => path),
    ];
    expect(names).toEqual(expect.arrayContaining(["reports", "backups", "reports-submit-job", "backups-submit-job"]));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(["reports-daily", "reports-submit-job", "reports-sweep"])(
    "shares no physical names with another poller: %s",
    (namePrefix) => {
      const stack = synthPollers({}, { namePrefix });

      const naming = ["name", "function_name", "alarm_name", "dashboard_name"];
      const names = Object.entries(stack.resource)
        // These names are scoped to a role or a function.
        .filter(([type]) => !["aws_iam_role_policy", "aws_lambda_permission"].includes(type))
        .flatMap(([type, resources]) =>
          Object.values(resources).flatMap((resource) =>
            naming.filter((key) => key in resource).map((key) => `${type} ${String(resource[key])}`),
          ),
        );
      expect(names.length).toBeGreaterThan(40);
      expect(names.filter((one, index) => names.indexOf(one) < index)).toEqual([]);
    },
  );

  it("adds its tags to its taggable resources only", () => {
    const tagged = synthPollers({ tags: { Team: "reporting" } }, { namePrefix: "backups" });

    const machines = resourcesOf(tagged, "aws_sfn_state_machine");
    expect(machines.map(({ name, tags }) => [name, tags])).toEqual([
      ["reports", { Team: "reporting" }],
      ["backups", undefined],
    ]);
    const [queue] = resourcesOf(tagged, "aws_sqs_queue");
    expect(queue).toMatchObject({ tags: { Team: "reporting" } });
  });

  it("exposes its resources, so that resources that use their attributes depend on them", () => {
    const { resource } = synthConstruct((scope) => {
      const poller = new JobPoller(scope, "poller", { ...GIVEN, alarms: false });
      const { submitJob, checkJob, terminateJob } = poller.functions;
      new SsmParameter(scope, "parameter", {
        name: "reports",
        type: "StringList",
        value: [
          poller.stateMachineArn,
          submitJob.arn,
          checkJob.arn,
          terminateJob.arn,
          poller.deadLetterQueue.url,
        ].join(),
      });
      expect(poller.alarms).toEqual([]);
      expect(poller.literalStateMachineArn).toBe("arn:aws:states:eu-west-1:123456789012:stateMachine:reports");
    });

    expect(onlyOf(resource, "aws_ssm_parameter")).toMatchObject({
      value: matching(
        /^\$\{aws_sfn_state_machine\.[\w-]+\.arn\}(,\$\{aws_lambda_function\.[\w-]+\.arn\}){3},\$\{aws_sqs_queue\.[\w-]+\.url\}$/,
      ),
    });
  });

  it("notifies the topic of its alarms, and shows added alarms on the dashboard", () => {
    const topicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
    const alarmArn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:queue";
    const { resource } = synthConstruct((scope) => {
      const poller = new JobPoller(scope, "poller", { ...GIVEN, alarms: { topicArn }, dashboard: { name: "ours" } });
      poller.addAlarmsToDashboard(alarmArn);
      new JobPoller(scope, "other", { ...GIVEN, namePrefix: "other", dashboard: false }).addAlarmsToDashboard(alarmArn);
      expect(poller.alarms.map(({ alarmNameInput }) => alarmNameInput)).toContain("reports-executions-failed");
    });

    expect(onlyOf(resource, "aws_cloudwatch_dashboard")).toMatchObject({
      dashboard_name: "ours",
      dashboard_body: containing(`"${alarmArn}"]`),
    });
    expect(JSON.stringify(resource["aws_cloudwatch_metric_alarm"])).toContain(`"alarm_actions":["${topicArn}"]`);
  });

  it("sets the permissions boundary on every role, and encrypts logs and dead letters with the key", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const stack = synthPollers({ permissionsBoundaryArn, kmsKeyArn });

    const roles = resourcesOf(stack, "aws_iam_role").map((role) => role["permissions_boundary"]);
    expect(roles).toEqual(Array(4).fill(permissionsBoundaryArn));
    const logGroups = resourcesOf(stack, "aws_cloudwatch_log_group").map((logGroup) => logGroup["kms_key_id"]);
    expect(logGroups).toEqual(Array(4).fill(kmsKeyArn));
    const queue = resourceOf(stack, "aws_sqs_queue");
    expect(queue).toMatchObject({ kms_master_key_id: kmsKeyArn });
    expect(queue).not.toHaveProperty("sqs_managed_sse_enabled");
    // Lambda sends to the dead-letter queue with the role of terminate-job.
    const policies = resourcesOf(stack, "aws_iam_role_policy").map(({ policy }) => String(policy));
    expect(policies.filter((policy) => policy.includes("sqs:SendMessage")).join()).toContain(
      `"Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":["${kmsKeyArn}"]`,
    );
    expect(policies.filter((policy) => policy.includes("kms:"))).toHaveLength(1);
  });

  it("creates the roles below a path, and uses their ARNs", () => {
    const stack = synthPollers({ rolePath: "/team-a/" });

    const roles = resourcesOf(stack, "aws_iam_role").map(({ path }) => path);
    expect(roles).toEqual(Array(4).fill("/team-a/job-status-poller/"));
    const users = ["aws_lambda_function", "aws_sfn_state_machine"].flatMap((type) => resourcesOf(stack, type));
    const arns = users.map((user) => String(user["role"] ?? user["role_arn"]));
    expect(arns.filter((arn) => !arn.includes(":role/team-a/job-status-poller/"))).toEqual([]);
  });

  it("encrypts the table of waits with the key, which its users may use through DynamoDB only", () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const stack = synthPollers({ kmsKeyArn, integrationPattern: "events" });

    expect(resourceOf(stack, "aws_dynamodb_table")).toMatchObject({
      server_side_encryption: { enabled: true, kms_key_arn: kmsKeyArn },
    });
    const using = resourcesOf(stack, "aws_iam_role_policy").filter(({ policy }) =>
      String(policy).includes('"kms:ViaService":["dynamodb.eu-west-1.amazonaws.com"]'),
    );
    expect(using).toHaveLength(2);
  });

  it("exposes end-wait with the integration events only", () => {
    synthConstruct((scope) => {
      const events = new JobPoller(scope, "events", { ...GIVEN, integrationPattern: "events" });
      const poll = new JobPoller(scope, "poll", { ...GIVEN, namePrefix: "other" });

      expect(events.functions.endWait?.functionNameInput).toBe("reports-end-wait");
      expect(poll.functions).not.toHaveProperty("endWait");
    });
  });

  it("reports all invalid properties at once, each with its value", () => {
    const problems = problemsOf({
      region: "Ireland",
      account: "1234",
      namePrefix: "my reports",
      jobQueueArns: [],
      jobDefinitionArns: ["monthly"],
      logRetentionDays: 31,
      alarms: { topicArn: "alarms" },
      dashboard: { name: "my reports" },
      permissionsBoundaryArn: "boundary",
      rolePath: "team-a",
      kmsKeyArn: "alias/logs",
    });

    expect(problems).toEqual([
      "JobPoller stack/poller has invalid properties:",
      '  region must be an AWS region of the partitions aws, aws-cn or aws-us-gov, like us-east-1, got "Ireland"',
      '  account must be the 12 digits of an AWS account, got "1234"',
      '  namePrefix must be 1 to 42 letters, digits, - or _, got "my reports"',
      '  jobQueueArns must be a list with at least one ARN, or "any", got []',
      '  each of jobDefinitionArns must be an ARN like arn:aws:batch:Ireland:1234:job-definition/NAME, got "monthly"',
      "  logRetentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31",
      '  alarms.topicArn must be the ARN of a topic in Ireland, like arn:aws:sns:Ireland:1234:alarms, got "alarms"',
      '  dashboard.name must be 1 to 255 letters, digits, - or _, got "my reports"',
      '  permissionsBoundaryArn must be the ARN of a managed policy, like arn:aws:iam::1234:policy/NAME, got "boundary"',
      '  rolePath must be an IAM path of at most 100 characters that begins and ends with /, like /team-a/, got "team-a"',
      '  kmsKeyArn must be the ARN of a key in Ireland, like arn:aws:kms:Ireland:1234:key/KEY_ID, got "alias/logs"',
    ]);
  });

  it.each<[string, Partial<JobPollerProps>, string, number?]>([
    ["a name that no role could have", { namePrefix: "x".repeat(41) }, "namePrefix must be 1 to 40 letters"],
    [
      "a queue of another account",
      { jobQueueArns: [QUEUE_ARN.replace("123456789012", "210987654321")] },
      "each of jobQueueArns must be an ARN like arn:aws:batch:eu-west-1:123456789012:job-queue/NAME",
    ],
    [
      "more queues than fit into a policy",
      { jobQueueArns: Array.from({ length: 21 }, (_, index) => `${QUEUE_ARN}-${index}`) },
      "jobQueueArns must be at most 20 ARNs, got 21",
    ],
    ["a duplicate queue", { jobQueueArns: [QUEUE_ARN, QUEUE_ARN] }, "jobQueueArns must be unique ARNs"],
    [
      "an empty list of job definitions",
      { jobDefinitionArns: [] },
      'jobDefinitionArns must be a list with at least one ARN, or "any", got \\[\\]',
    ],
    [
      "a queue of another partition",
      { region: "cn-north-1", jobQueueArns: [QUEUE_ARN.replace("eu-west-1", "cn-north-1")], jobDefinitionArns: "any" },
      "each of jobQueueArns must be an ARN like arn:aws-cn:batch:cn-north-1:123456789012:job-queue/NAME",
    ],
    [
      "an account known only to Terraform",
      { account: Token.asString({ resolve: () => "1" }), jobDefinitionArns: "any" },
      "account must be the 12 digits of an AWS account, got a token",
      1,
    ],
    [
      "a region that is not a regular expression",
      { region: "eu(west", jobQueueArns: "any", jobDefinitionArns: "any" },
      "region must be an AWS region",
    ],
    ["a tag that is AWS's own", { tags: { "aws:x": "y" } }, "each of tags must be a key without the prefix aws:"],
    [
      "more tags than AWS allows",
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, "value"])) },
      "tags must be at most 50, got 51",
    ],
  ])("rejects %s", (_, props, problem, more = 0) => {
    const [, found = "", ...others] = problemsOf({ ...GIVEN, ...props });

    expect(found.trim()).toMatch(new RegExp(`^${problem}`));
    expect(others).toHaveLength(more);
  });

  it("reports missing properties and wrong types, for JavaScript callers", () => {
    const props: unknown = JSON.parse('{ "region": 7, "jobQueueArns": "q" }');
    // @ts-expect-error TypeScript rejects these properties
    const problems = problemsOf(props);

    expect(problems.slice(1)).toEqual([
      "  region must be of type string, got 7",
      "  account must be of type string, got undefined",
      "  namePrefix must be of type string, got undefined",
      '  jobQueueArns must be a list of ARNs, or "any", got "q"',
      '  jobDefinitionArns must be a list of ARNs, or "any", got undefined',
    ]);
    const choices = { ...GIVEN, integrationPattern: "pol", alarms: "false", dashboard: true, tags: { a: 1 } };
    // @ts-expect-error TypeScript rejects an unknown choice and a string for a boolean
    expect(problemsOf(choices).slice(1)).toEqual([
      '  integrationPattern must be poll or sync or events, got "pol"',
      '  alarms must be false or an object like { topicArn }, got "false"',
      "  dashboard must be false or an object like { name }, got true",
      "  tags.a must be of type string, got 1",
    ]);
    // @ts-expect-error TypeScript rejects these properties
    expect(problemsOf(undefined)[1]).toBe("  props must be of type object, got undefined");
  });

  it("rejects the name of another poller in the app in the same region", () => {
    const elsewhere: Partial<JobPollerProps> = {
      region: "us-east-1",
      jobQueueArns: [QUEUE_ARN.replace("eu-west-1", "us-east-1")],
      jobDefinitionArns: "any",
    };

    expect(() => synthPollers({}, {})).toThrow(
      'namePrefix must be unique; theirs/poller-0 has the same name, got "reports"',
    );
    expect(() => synthPollers({}, elsewhere)).not.toThrow();
  });

  it("accepts the longest name that leaves room for the role names", () => {
    expect(() => synthPollers({ namePrefix: "x".repeat(40) })).not.toThrow();
  });

  it("accepts an ARN known only to Terraform", () => {
    const queueArn = "${aws_batch_job_queue.theirs.arn}";

    const stack = synthPollers({ jobQueueArns: [queueArn], alarms: { topicArn: "${aws_sns_topic.theirs.arn}" } });

    expect(submitPolicyOf(stack)).toContain(queueArn);
  });
});
