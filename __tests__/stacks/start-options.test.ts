import { z } from "zod";
import type { Environment } from "../../config/deployment-config";
import { SettingsError } from "../../config/settings-error";
import {
  resourceOf,
  resourcesOf,
  START_OPTIONS,
  synthEnvironment,
  type SynthesizedStack,
} from "../../testing/given-deployment";
import { managedStatements, roleStatements } from "./policies";

const NAME = "job-status-poller-dev";
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const STATE_MACHINE_ARN = arn("states", `stateMachine:${NAME}`);
const OWN = { jobDefinition: arn("batch", `job-definition/${NAME}`), jobQueue: arn("batch", `job-queue/${NAME}`) };
const RETRY = { maximum_event_age_in_seconds: 3_600, maximum_retry_attempts: 20 };
const deadLetters = (part: string) => ({ arn: arn("sqs", `${NAME}-${part}-dead-letters`) });

const { jobPoller } = synthEnvironment(START_OPTIONS);

const named = (stack: SynthesizedStack, type: string, attribute: string, name: string) =>
  resourcesOf(stack, type).find((resource) => resource[attribute] === name);
const targetOf = (id: string) => named(jobPoller, "aws_cloudwatch_event_target", "target_id", id);
const allowed = (owner: string) =>
  roleStatements(jobPoller, NAME, "eu-west-1")
    .filter((owned) => owned.owner === owner)
    .flatMap(({ statement: { Action, Resource } }) => Action.map((action) => [action, ...Resource]));
const trustOf = (role: string): unknown => {
  const { assume_role_policy: trust } = z
    .object({ assume_role_policy: z.string() })
    .parse(named(jobPoller, "aws_iam_role", "name", `${NAME}-${role}-eu-west-1`));
  return JSON.parse(trust);
};

function problemsOf(settings: Record<string, string>): string[] {
  try {
    synthEnvironment(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("schedule", () => {
  it("starts executions with the environment's queue and job definition, retries, and has a dead-letter queue", () => {
    const { target, ...schedule } = z
      .looseObject({ target: z.looseObject({ input: z.string() }) })
      .parse(resourceOf(jobPoller, "aws_scheduler_schedule"));

    expect(schedule).toMatchObject({
      name: `${NAME}-schedule`,
      schedule_expression: "rate(1 hour)",
      schedule_expression_timezone: "UTC",
      flexible_time_window: { mode: "OFF" },
    });
    expect(target).toMatchObject({
      arn: STATE_MACHINE_ARN,
      role_arn: `arn:aws:iam::123456789012:role/job-status-poller/${NAME}-schedule-eu-west-1`,
      retry_policy: RETRY,
      dead_letter_config: deadLetters("schedule"),
    });
    expect(JSON.parse(target.input)).toEqual({ ...OWN, jobName: "hourly" });
  });

  it("keeps a given queue and job definition, and adds none to an input with jobId", () => {
    const inputOf = (input: object, settings = {}): unknown => {
      const stack = synthEnvironment({
        ...START_OPTIONS,
        ...settings,
        SCHEDULE_INPUT: JSON.stringify(input),
      }).jobPoller;
      const { target } = z
        .object({ target: z.object({ input: z.string() }) })
        .parse(resourceOf(stack, "aws_scheduler_schedule"));
      return JSON.parse(target.input);
    };

    const theirs = { JOB_DEFINITION_ARN: `${OWN.jobDefinition}-theirs:3` };
    for (const named of [
      { jobName: "nightly", jobDefinition: `${NAME}:3`, jobQueue: NAME },
      { jobName: "nightly", ...OWN, jobDefinition: `${OWN.jobDefinition}:3` },
    ])
      expect(inputOf(named)).toEqual(named);
    expect(inputOf({ jobName: "nightly", jobDefinition: null, jobQueue: null, jobId: null })).toEqual({
      jobName: "nightly",
      jobId: null,
      ...OWN,
    });
    expect(inputOf({ jobName: "nightly", jobDefinition: `${NAME}-theirs:3` }, theirs)).toMatchObject({
      jobDefinition: `${NAME}-theirs:3`,
    });
    expect(inputOf({ jobId: "876da822-4198-45f2-a252-6cea32512ea8" })).toEqual({
      jobId: "876da822-4198-45f2-a252-6cea32512ea8",
    });
  });

  it.each([
    { JOB_QUEUE_ARNS: "other", JOB_DEFINITION_ARNS: "other" },
    { JOB_QUEUE_ARNS: "*", JOB_DEFINITION_ARNS: "*" },
  ])("accepts a queue and a job definition that the settings allow: %j", (settings) => {
    const SCHEDULE_INPUT = '{"jobName":"a","jobQueue":"other","jobDefinition":"other:3"}';

    expect(problemsOf({ ...START_OPTIONS, ...settings, SCHEDULE_INPUT })).toEqual([]);
  });

  it("rejects a queue or job definition that the roles do not allow", () => {
    const theirs = { JOB_DEFINITION_ARN: `${OWN.jobDefinition}-theirs:3` };

    expect(
      problemsOf({
        ...START_OPTIONS,
        SCHEDULE_INPUT: '{"jobName":"a","jobQueue":"other","jobDefinition":"other:3"}',
        S3_START_INPUT: `{"jobName":"a","jobQueue":"${OWN.jobQueue.replace("eu-west-1", "us-east-1")}"}`,
      }),
    ).toEqual([
      expect.stringMatching(
        /^SCHEDULE_INPUT is a text of \d+ characters: must be an input without jobQueue, or with one that the roles allow: arn:.*; JOB_QUEUE_ARNS adds others$/,
      ),
      expect.stringMatching(
        /^SCHEDULE_INPUT is a text of \d+ characters: must be an input without jobDefinition, or with one that the roles allow: /,
      ),
      expect.stringMatching(
        /^S3_START_INPUT is a text of \d+ characters: must be an input without jobQueue, or with one that the roles allow: arn:/,
      ),
    ]);
    for (const jobDefinition of [`${NAME}-theirs`, `${NAME}-theirs:4`])
      expect(
        problemsOf({ ...START_OPTIONS, ...theirs, SCHEDULE_INPUT: JSON.stringify({ jobName: "a", jobDefinition }) }),
      ).toEqual([expect.stringContaining(`with one that the roles allow: ${theirs.JOB_DEFINITION_ARN}`)]);
  });

  it("has a role that can only start this state machine and send to the queue, for schedules of this account", () => {
    expect(allowed("schedule")).toEqual([
      ["states:StartExecution", STATE_MACHINE_ARN],
      ["sqs:SendMessage", deadLetters("schedule").arn],
    ]);
    expect(trustOf("schedule")).toMatchObject({
      Statement: [
        {
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: {
            StringEquals: {
              "aws:SourceAccount": "123456789012",
              "aws:SourceArn": arn("scheduler", "schedule-group/default"),
            },
          },
        },
      ],
    });
  });
});

describe("start on new objects", () => {
  it("starts executions with bucket and key, retries, and has a dead-letter queue", () => {
    const target = targetOf("state-machine");

    expect(target).toMatchObject({
      arn: STATE_MACHINE_ARN,
      role_arn: `arn:aws:iam::123456789012:role/job-status-poller/${NAME}-object-created-eu-west-1`,
      input_transformer: {
        input_paths: { bucket: "$.detail.bucket.name", key: "$.detail.object.key" },
        input_template: `${JSON.stringify({ ...OWN, jobName: "import" }).slice(0, -1)},"parameters":{"bucket":<bucket>,"key":<key>}}`,
      },
      retry_policy: RETRY,
      dead_letter_config: deadLetters("object-created"),
    });
    expect(target).not.toHaveProperty("input");
  });

  it("filters objects by prefix and suffix, and does not change the bucket", () => {
    const filter = { S3_START_PREFIX: "raw/", S3_START_SUFFIX: ".csv" };
    const stack = synthEnvironment({ ...START_OPTIONS, ...filter }).jobPoller;

    const rule = z
      .object({ event_pattern: z.string() })
      .parse(named(stack, "aws_cloudwatch_event_rule", "name", `${NAME}-object-created`));
    expect(JSON.parse(rule.event_pattern)).toMatchObject({
      detail: { bucket: { name: ["incoming-files"] }, object: { key: [{ wildcard: "raw/*.csv" }] } },
    });
    expect(Object.keys(stack.resource).filter((type) => type.startsWith("aws_s3_"))).toEqual([]);
  });

  it("has a role that can only start this state machine, for this rule", () => {
    expect(allowed("object-created")).toEqual([["states:StartExecution", STATE_MACHINE_ARN]]);
    expect(trustOf("object-created")).toMatchObject({
      Statement: [
        {
          Principal: { Service: "events.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceArn": arn("events", `rule/${NAME}-object-created`) } },
        },
      ],
    });
  });
});

describe("notification", () => {
  it("publishes to a created topic that only the rule can use, over TLS", () => {
    const { policy, ...topic } = z.looseObject({ policy: z.string() }).parse(resourceOf(jobPoller, "aws_sns_topic"));

    const topicArn = arn("sns", `${NAME}-notification`);
    expect(targetOf("topic")).toMatchObject({ arn: topicArn, dead_letter_config: deadLetters("notification") });
    expect(topic).toMatchObject({ name: `${NAME}-notification` });
    expect(jobPoller.output["notification_topic_arn"]?.value).toBe(topicArn);
    expect(topic).not.toHaveProperty("kms_master_key_id");
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: { ArnEquals: { "aws:SourceArn": arn("events", `rule/${NAME}-notification`) } },
        },
        { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ],
    });
  });

  it("publishes to an existing topic without changing it", () => {
    const NOTIFICATION_TOPIC = arn("sns", "jobs");
    const stack = synthEnvironment({ NOTIFICATION_TOPIC, NOTIFICATION_ENDS: "failures" }).jobPoller;

    expect(named(stack, "aws_cloudwatch_event_target", "target_id", "topic")).toMatchObject({
      arn: NOTIFICATION_TOPIC,
    });
    expect(resourcesOf(stack, "aws_sns_topic")).toEqual([]);
    const rule = z
      .object({ event_pattern: z.string() })
      .parse(named(stack, "aws_cloudwatch_event_rule", "name", `${NAME}-notification`));
    expect(JSON.parse(rule.event_pattern)).toMatchObject({ detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"] } });
  });

  it("publishes status changes of its own jobs, without those of array children", () => {
    const { jobPoller: stack } = synthEnvironment({ NOTIFICATION_TOPIC: "create", NOTIFICATION_ENDS: "all,jobs" });

    const rule = z
      .object({ event_pattern: z.string() })
      .parse(named(stack, "aws_cloudwatch_event_rule", "name", `${NAME}-notification-jobs`));
    expect(JSON.parse(rule.event_pattern)).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job State Change"],
      detail: {
        jobQueue: [arn("batch", `job-queue/${NAME}`)],
        jobId: [{ "anything-but": { wildcard: "*:*" } }],
      },
    });
    const { policy } = z.object({ policy: z.string() }).parse(resourceOf(stack, "aws_sns_topic"));
    expect(JSON.parse(policy)).toHaveProperty("Statement.0.Condition.ArnEquals", {
      "aws:SourceArn": ["notification", "notification-jobs"].map((rule) => arn("events", `rule/${NAME}-${rule}`)),
    });
  });

  it("subscribes an e-mail address to a created topic", () => {
    const { jobPoller: stack } = synthEnvironment({ NOTIFICATION_EMAIL: "team+jobs@example.com" });

    const [topicId] = Object.keys(stack.resource["aws_sns_topic"] ?? {});
    expect(resourceOf(stack, "aws_sns_topic_subscription")).toMatchObject({
      topic_arn: `\${aws_sns_topic.${topicId ?? ""}.arn}`,
      protocol: "email",
      endpoint: "team+jobs@example.com",
    });
  });

  it("lets the pipelines subscribe only e-mail addresses, to the environment's topics", () => {
    const grantsOf = (settings: Environment) => {
      const { stateBackend } = synthEnvironment({ GITHUB_REPOSITORY: "our-team/poller", ...settings });
      return [
        ...roleStatements(stateBackend, NAME, "eu-west-1"),
        ...managedStatements(stateBackend, NAME, "eu-west-1"),
      ].flatMap(({ owner, statement: { Action, Resource, Condition } }) =>
        Action.filter((action) => /^sns:.*ubscri/.test(action)).map((action) => [owner, action, Resource, Condition]),
      );
    };

    expect(grantsOf({ NOTIFICATION_TOPIC: "create" })).toEqual([]);
    expect(grantsOf({ NOTIFICATION_EMAIL: "team@example.com" })).toEqual([
      ["apply", "sns:Subscribe", [arn("sns", `${NAME}-*`)], { StringEquals: { "sns:Protocol": "email" } }],
      ["apply", "sns:Unsubscribe", ["*"], undefined],
      ["read", "sns:GetSubscriptionAttributes", ["*"], undefined],
    ]);
  });

  it("uses the given key for encryption", () => {
    const key = arn("kms", "key/0a1b2c3d");
    const stack = synthEnvironment({ NOTIFICATION_TOPIC: "create", NOTIFICATION_KMS_KEY_ARN: key }).jobPoller;

    expect(resourceOf(stack, "aws_sns_topic")).toMatchObject({ kms_master_key_id: key });
  });
});

describe("start options", () => {
  const PARTS = ["schedule", "object-created", "notification"];

  it("has an alarm on failed deliveries, with the alarm topic and on the dashboard", () => {
    const topicArn = arn("sns", "alarms");
    const stack = synthEnvironment({ ...START_OPTIONS, ALARM_TOPIC_ARN: topicArn }).jobPoller;

    for (const part of PARTS) {
      const name = `${NAME}-${part}-dead-letters`;
      expect(named(stack, "aws_cloudwatch_metric_alarm", "alarm_name", name)).toMatchObject({
        namespace: "AWS/SQS",
        metric_name: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: name },
        threshold: 1,
        alarm_actions: [topicArn],
      });
      expect(resourceOf(stack, "aws_cloudwatch_dashboard")["dashboard_body"]).toContain(`:alarm:${name}"`);
    }
  });

  it("has encrypted dead-letter queues; Scheduler sends with its role, rules by the queue policy", () => {
    const allowing = PARTS.map((part) => {
      const queue = named(jobPoller, "aws_sqs_queue", "name", `${NAME}-${part}-dead-letters`);
      expect(queue).toMatchObject({ sqs_managed_sse_enabled: true });
      const { policy } = z.object({ policy: z.string() }).parse(queue);
      const { Statement: statements } = z
        .object({ Statement: z.array(z.looseObject({ Effect: z.string() })) })
        .parse(JSON.parse(policy));
      return statements.filter(({ Effect: effect }) => effect === "Allow").map(({ Condition: condition }) => condition);
    });

    const fromRule = (part: string) => ({ ArnEquals: { "aws:SourceArn": [arn("events", `rule/${NAME}-${part}`)] } });
    expect(allowing).toEqual([[], [fromRule("object-created")], [fromRule("notification")]]);
  });

  it("creates nothing by default", () => {
    const types = Object.keys(synthEnvironment().jobPoller.resource);

    expect(types.filter((type) => /^aws_(scheduler|sns)_/.test(type))).toEqual([]);
    expect(resourcesOf(synthEnvironment().jobPoller, "aws_sqs_queue")).toHaveLength(1);
  });

  it("rejects invalid inputs and lists all violations of both", () => {
    const problems = problemsOf({
      ...START_OPTIONS,
      SCHEDULE_INPUT: '{"jobName":"a b","wait_time":0}',
      S3_START_INPUT: '{"jobName":"import","parameters":{"path":"s3://<bucket>/<key>"}}',
    });

    expect(problems).toEqual([
      expect.stringMatching(
        /^SCHEDULE_INPUT is a text of 31 characters: must be an execution's input \(docs\/workflow.md\): jobName must/,
      ),
      expect.stringMatching(
        /^SCHEDULE_INPUT is a text of \d+ characters: must be .*: wait_time must be an integer from 1 to 86,400, got 0$/,
      ),
      expect.stringMatching(
        /^S3_START_INPUT is a text of \d+ characters: must be .*: <bucket> and <key> must be whole strings/,
      ),
    ]);
  });
});
