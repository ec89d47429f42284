import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Token } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobPoller, PropsError, type JobPollerProps } from "../../../constructs";
import { readStack, resourceOf, resourcesOf, type SynthesizedStack } from "../../../testing/given-deployment";
import { GIVEN_LOCATION, synthConstruct } from "../synth-construct";

const QUEUE_ARN = "arn:aws:batch:eu-west-1:123456789012:job-queue/reports";
const GIVEN: JobPollerProps = { location: GIVEN_LOCATION, name: "reports", jobQueueArns: [QUEUE_ARN] };

/** Synthesizes pollers in one stack of another app, with cdktf's own validation. */
function synthPollers(...pollers: readonly Partial<JobPollerProps>[]): SynthesizedStack {
  const folder = mkdtempSync(join(tmpdir(), "job-status-poller-test-"));
  try {
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, "theirs");
    new AwsProvider(stack, "aws", { region: GIVEN_LOCATION.region });
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
  it("requires only location, name and queue, and uses the functions of the package by default", () => {
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

  it("allows any job definition of the account and region by default", () => {
    expect(submitPolicyOf(synthPollers({}))).toContain(
      JSON.stringify([QUEUE_ARN, "arn:aws:batch:eu-west-1:123456789012:job-definition/*"]),
    );
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
    const stack = synthPollers({}, { name: "backups", integration: "sync" });

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
    (name) => {
      const stack = synthPollers({}, { name });

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
    const tagged = synthPollers({ tags: { Team: "reporting" } }, { name: "backups" });

    const machines = resourcesOf(tagged, "aws_sfn_state_machine");
    expect(machines.map(({ name, tags }) => [name, tags])).toEqual([
      ["reports", { Team: "reporting" }],
      ["backups", undefined],
    ]);
    const [queue] = resourcesOf(tagged, "aws_sqs_queue");
    expect(queue).toMatchObject({ tags: { Team: "reporting" } });
  });

  it("exposes its name and the ARNs and names of its resources", () => {
    synthConstruct((scope) => {
      const poller = new JobPoller(scope, "poller", { ...GIVEN, alarms: false });

      expect(poller).toMatchObject({
        stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:reports",
        stateMachineName: "reports",
        functionNames: ["reports-submit-job", "reports-check-job", "reports-terminate-job"],
        deadLetterQueueName: "reports-terminate-job-dead-letters",
        alarmArns: [],
      });
    });
  });

  it("reports all invalid properties at once, each with its value", () => {
    const problems = problemsOf({
      location: { partition: "amazon", region: "Ireland", accountId: "1234" },
      name: "my reports",
      jobQueueArns: [],
      jobDefinitionArns: ["monthly"],
      logRetentionDays: 0.5,
      alarmTopicArn: "alarms",
    });

    expect(problems).toEqual([
      "JobPoller stack/poller has invalid properties:",
      '  location.partition must be aws, aws-cn or aws-us-gov, got "amazon"',
      '  location.region must be a region like us-east-1, got "Ireland"',
      '  location.accountId must be the 12 digits of an AWS account, got "1234"',
      '  name must be 1 to 42 letters, digits, - or _, got "my reports"',
      "  jobQueueArns must be a list with at least one ARN, got []",
      '  each of jobDefinitionArns must be an ARN like arn:amazon:batch:Ireland:1234:job-definition/NAME, got "monthly"',
      "  logRetentionDays must be a number of days that CloudWatch Logs supports, like 30, got 0.5",
      '  alarmTopicArn must be the ARN of a topic in Ireland, like arn:amazon:sns:Ireland:1234:alarms, got "alarms"',
    ]);
  });

  it.each([
    ["a name that no role could have", { name: "x".repeat(41) }, "name must be 1 to 40 letters"],
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
      "jobDefinitionArns must be omitted for all job definitions, or contain at least one, got \\[\\]",
    ],
    [
      "a region of another partition",
      {
        location: { ...GIVEN_LOCATION, region: "cn-north-1" },
        jobQueueArns: [QUEUE_ARN.replace(GIVEN_LOCATION.region, "cn-north-1")],
      },
      'location.region must be a region of the partition aws, got "cn-north-1"',
    ],
    [
      "an account known only to Terraform",
      { location: { ...GIVEN_LOCATION, accountId: Token.asString({ resolve: () => "1" }) } },
      "location.accountId must be the 12 digits of an AWS account, got a token",
      1,
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
    const props: unknown = JSON.parse('{ "location": { "region": 7 }, "jobQueueArns": "q" }');
    // @ts-expect-error TypeScript rejects these properties
    const problems = problemsOf(props);

    expect(problems.slice(1)).toEqual([
      "  location.partition must be of type string, got undefined",
      "  location.region must be of type string, got 7",
      "  location.accountId must be of type string, got undefined",
      "  name must be of type string, got undefined",
      '  jobQueueArns must be of type array, got "q"',
    ]);
    // @ts-expect-error TypeScript rejects an unknown choice and a string for a boolean
    expect(problemsOf({ ...GIVEN, integration: "pol", alarms: "false", tags: { a: 1 } }).slice(1)).toEqual([
      '  integration must be poll or sync, got "pol"',
      '  alarms must be of type boolean, got "false"',
      "  tags.a must be of type string, got 1",
    ]);
    // @ts-expect-error TypeScript rejects these properties
    expect(problemsOf(undefined)[1]).toBe("  props must be of type object, got undefined");
  });

  it("rejects the name of another poller in the app in the same region", () => {
    const elsewhere = { location: { ...GIVEN_LOCATION, region: "us-east-1" } };
    const itsQueues = { jobQueueArns: [QUEUE_ARN.replace(GIVEN_LOCATION.region, "us-east-1")] };

    expect(() => synthPollers({}, {})).toThrow('name must be unique; theirs/poller-0 has the same name, got "reports"');
    expect(() => synthPollers({}, { ...elsewhere, ...itsQueues })).not.toThrow();
  });

  it("accepts the longest name that leaves room for the role names", () => {
    expect(() => synthPollers({ name: "x".repeat(40) })).not.toThrow();
  });

  it("accepts an ARN known only to Terraform", () => {
    const queueArn = "${aws_batch_job_queue.theirs.arn}";

    const stack = synthPollers({ jobQueueArns: [queueArn], alarmTopicArn: "${aws_sns_topic.theirs.arn}" });

    expect(submitPolicyOf(stack)).toContain(queueArn);
  });
});
