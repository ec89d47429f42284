import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ExecutionNotification, JobPoller, ObjectCreatedStart, PropsError, ScheduledStart } from "../../../constructs";
import { InvalidInputError } from "../../../workflow/input/execution-input";
import { onlyOf, synthConstruct } from "../synth-construct";
import { containing, matching } from "../../../testing/matchers";

const STATE_MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:reports";
const TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:jobs";
const JOB = { jobName: "import", jobDefinition: "d", jobQueue: "q" };

const commonProps = (scope: Construct) => ({
  jobPoller: JobPoller.fromStateMachineArn(scope, "poller", STATE_MACHINE_ARN),
  name: "reports-start",
});
const schedule = (scope: Construct) => ({ ...commonProps(scope), expression: "rate(1 hour)", input: JOB });
const objects = (scope: Construct) => ({ ...commonProps(scope), objects: { bucket: "incoming" }, input: JOB });

/** Returns the problems of the PropsError that a construct throws; empty if it throws none. */
function problemsOf(make: (scope: Construct) => void): readonly string[] {
  let problems: readonly string[] = [];
  synthConstruct((scope) => {
    try {
      make(scope);
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      expect(error.message).toMatch(
        /^(ScheduledStart|ObjectCreatedStart|ExecutionNotification) stack\/x has invalid properties:\n/,
      );
      problems = error.problems;
    }
  });
  return problems;
}

/** Returns properties without their types, as JavaScript callers pass them. */
function untyped<Props extends object>(props: Props, changes: object): Props {
  return { ...props, ...changes };
}

describe("event constructs", () => {
  it.each([
    [{ name: "with.dot" }, 'name must be 1 to 64 letters, digits, - or _, got "with.dot"'],
    [{ name: 7 }, "name must be of type string, got 7"],
    [
      { jobPoller: STATE_MACHINE_ARN },
      `jobPoller must be a JobPoller, or the result of JobPoller.fromStateMachineArn, got "${STATE_MACHINE_ARN}"`,
    ],
    [{ permissionsBoundaryArn: "boundary" }, /^permissionsBoundaryArn must be the ARN of a managed policy/],
    [{ alarmTopicArn: "" }, /^alarmTopicArn must be the ARN of a topic in eu-west-1/],
  ])("rejects invalid common properties: %j", (wrong, problem) => {
    const found = [
      problemsOf((scope) => new ScheduledStart(scope, "x", untyped(schedule(scope), wrong))),
      problemsOf((scope) => new ObjectCreatedStart(scope, "x", untyped(objects(scope), wrong))),
      problemsOf((scope) => new ExecutionNotification(scope, "x", untyped(commonProps(scope), wrong))),
    ];

    for (const [first] of found) expect(first).toEqual(typeof problem === "string" ? problem : matching(problem));
  });

  it.each([
    [{ expression: "hourly" }, 'expression must be rate(...) or cron(...), like rate(1 hour), got "hourly"'],
    [{ input: JSON.stringify(JOB) }, expect.stringMatching(/^input must be of type object, got "/)],
    [{ input: null }, "input must be of type object, got null"],
  ])("rejects invalid properties of a schedule: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ScheduledStart(scope, "x", untyped(schedule(scope), wrong)))).toEqual([problem]);
  });

  it.each([
    [{ objects: undefined }, "objects must be of type object, got undefined"],
    [{ objects: { bucket: "" } }, 'objects.bucket must be the name of a bucket, got ""'],
    [{ objects: { bucket: "b", prefix: "" } }, 'objects.prefix must be omitted for any key, or not empty, got ""'],
    [{ objects: { bucket: "b", suffix: "" } }, 'objects.suffix must be omitted for any key, or not empty, got ""'],
  ])("rejects invalid object filters: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ObjectCreatedStart(scope, "x", untyped(objects(scope), wrong)))).toEqual([
      problem,
    ]);
  });

  it.each([
    [{ statuses: [] }, "statuses must be omitted for all statuses, or contain at least one, got []"],
    [{ statuses: ["FAIL"] }, 'statuses.0 must be SUCCEEDED or FAILED or TIMED_OUT or ABORTED, got "FAIL"'],
    [{ topicArn: "jobs" }, expect.stringMatching(/^topicArn must be the ARN of a topic in eu-west-1/)],
    [
      { topicArn: TOPIC_ARN, kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
      expect.stringMatching(/^kmsKeyArn must be omitted with topicArn; an existing topic has its own key, got "arn/),
    ],
    [{ queueKmsKeyArn: "key" }, expect.stringMatching(/^queueKmsKeyArn must be the ARN of a key in eu-west-1/)],
    [{ kmsKeyArn: "key" }, expect.stringMatching(/^kmsKeyArn must be the ARN of a key in eu-west-1/)],
    [{ jobQueueArns: [] }, "jobQueueArns must be omitted, or contain at least one queue, got []"],
    [
      { jobQueueArns: ["q"], name: "n".repeat(60) },
      `name must be at most 59 characters with jobQueueArns, got "${"n".repeat(60)}"`,
    ],
  ])("rejects invalid properties of a notification: %j", (wrong, problem) => {
    expect(problemsOf((scope) => new ExecutionNotification(scope, "x", untyped(commonProps(scope), wrong)))).toEqual([
      problem,
    ]);
  });

  it("accepts a bucket and a queue of the same app", () => {
    const { resource } = synthConstruct((scope) => {
      const theirs = (id: string) => new TerraformVariable(scope, id, {}).stringValue;
      const input = { ...JOB, jobQueue: theirs("queue"), jobDefinition: theirs("definition") };
      const props = schedule(scope);
      new ScheduledStart(scope, "schedule", { ...props, input });
      new ObjectCreatedStart(scope, "objects", {
        jobPoller: props.jobPoller,
        name: "reports-objects",
        objects: { bucket: theirs("bucket"), prefix: "raw/", suffix: ".csv" },
        input: { ...input, parameters: { key: "<key>", script: "echo ${HOME}" } },
      });
    });

    const input = '"jobName":"import","jobDefinition":"${var.definition}","jobQueue":"${var.queue}"';
    expect(onlyOf(resource, "aws_scheduler_schedule")).toMatchObject({ target: { input: `{${input}}` } });
    expect(JSON.stringify(onlyOf(resource, "aws_cloudwatch_event_rule"))).toContain("${var.bucket}");
    expect(onlyOf(resource, "aws_cloudwatch_event_target")).toMatchObject({
      arn: STATE_MACHINE_ARN,
      input_transformer: {
        input_template: `{${input},"parameters":{"key":<key>,"script":"echo \\u0024{HOME}"}}`,
      },
    });
  });

  it("validates an input that contains a token", () => {
    synthConstruct((scope) => {
      const input = { ...JOB, jobName: "my job", jobQueue: new TerraformVariable(scope, "queue", {}).stringValue };

      const props = { ...schedule(scope), input };
      expect(() => new ScheduledStart(scope, "x", props)).toThrow(InvalidInputError);
      expect(() => new ObjectCreatedStart(scope, "y", { ...props, objects: { bucket: "incoming" } })).toThrow(
        /^jobName must start with/,
      );
    });
  });

  it("depends on the state machine of a poller of the same app, and on the topic that it creates", () => {
    const { resource } = synthConstruct((scope) => {
      const jobPoller = new JobPoller(scope, "created", {
        region: "eu-west-1",
        account: "123456789012",
        namePrefix: "reports",
        jobQueueArns: ["arn:aws:batch:eu-west-1:123456789012:job-queue/reports"],
        jobDefinitionArns: "any",
      });
      new ScheduledStart(scope, "schedule", { ...schedule(scope), jobPoller });
      const notification = new ExecutionNotification(scope, "notification", { jobPoller, name: "reports-ended" });
      new SnsTopicSubscription(scope, "mail", {
        topicArn: notification.topicArn,
        protocol: "email",
        endpoint: "team@example.com",
      });
    });

    expect(onlyOf(resource, "aws_scheduler_schedule")).toMatchObject({
      depends_on: [
        matching(/^aws_iam_role\./),
        matching(/^aws_iam_role_policy\./),
        matching(/^aws_sqs_queue\./),
        matching(/^aws_sfn_state_machine\.created_/),
      ],
      target: { arn: STATE_MACHINE_ARN },
    });
    expect(onlyOf(resource, "aws_sns_topic_subscription")).toMatchObject({
      topic_arn: matching(/^\$\{aws_sns_topic\.notification_Topic_\w+\.arn\}$/),
    });
  });

  it("sets the key of the queue of a notification to an existing topic", () => {
    const queueKmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const { resource } = synthConstruct((scope) => {
      new ExecutionNotification(scope, "x", { ...commonProps(scope), topicArn: TOPIC_ARN, queueKmsKeyArn });
    });

    expect(onlyOf(resource, "aws_sqs_queue")).toMatchObject({ kms_master_key_id: queueKmsKeyArn });
  });

  it("sets permissions boundary, path and key of what starts executions", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
    const { resource } = synthConstruct((scope) => {
      const props = { ...objects(scope), permissionsBoundaryArn, rolePath: "/team-a/", kmsKeyArn };
      new ScheduledStart(scope, "schedule", { ...props, expression: "rate(1 hour)" });
      new ObjectCreatedStart(scope, "objects", { ...props, name: "reports-objects" });
    });

    expect(Object.values(resource["aws_iam_role"] ?? {}).map((role) => role["permissions_boundary"])).toEqual([
      permissionsBoundaryArn,
      permissionsBoundaryArn,
    ]);
    expect(Object.values(resource["aws_iam_role"] ?? {}).map(({ path }) => path)).toEqual([
      "/team-a/job-status-poller/",
      "/team-a/job-status-poller/",
    ]);
    expect(Object.values(resource["aws_sqs_queue"] ?? {}).map((queue) => queue["kms_master_key_id"])).toEqual([
      kmsKeyArn,
      kmsKeyArn,
    ]);
    // EventBridge Scheduler sends to the dead-letter queue with the role, EventBridge rules with the key's policy.
    const policies = Object.values(resource["aws_iam_role_policy"] ?? {}).map(({ policy }) => String(policy));
    expect(policies.filter((policy) => policy.includes(kmsKeyArn))).toEqual([containing("sqs:SendMessage")]);
  });
});
