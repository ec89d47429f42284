import { z } from "zod";
import { parseEndWaitEvent } from "../../lambdas/end-wait/end-wait-event";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "../../testing/given-deployment";
import { eventsDefinition } from "../../workflow/definitions/events-definition";
import { roleStatements } from "./policies";

const NAME = "job-status-poller-dev";
const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
const TABLE_ARN = arn("dynamodb", `table/${NAME}-waits`);
const DEAD_LETTERS_ARN = arn("sqs", `${NAME}-end-wait-dead-letters`);
const QUEUE_ARN = arn("batch", `job-queue/${NAME}`);

const { jobPoller } = synthEnvironment({ WAIT_INTEGRATION: "events" });

const patternSchema = z.object({
  source: z.tuple([z.string()]),
  "detail-type": z.tuple([z.string()]),
  detail: z.object({ jobQueue: z.array(z.unknown()), status: z.array(z.string()).optional() }),
});
const patternOf = (stack: SynthesizedStack, ending: string) => {
  const rule = resourcesOf(stack, "aws_cloudwatch_event_rule").find(({ name }) => name === `${NAME}-${ending}`);
  return patternSchema.parse(JSON.parse(z.string().parse(rule?.["event_pattern"])));
};
const permissionsOf = (owner: string): Record<string, string[]> =>
  Object.fromEntries(
    roleStatements(jobPoller, NAME, "eu-west-1")
      .filter((owned) => owned.owner === owner)
      .flatMap(({ statement: { Action, Resource } }) => Action.map((action) => [action, Resource] as const))
      .filter(([action]) => !/^(logs|xray):/.test(action)),
  );
const namesOf = (stack: SynthesizedStack, type: string, key: string): string[] =>
  resourcesOf(stack, type).map((resource) => String(resource[key]).replace(`${NAME}-`, ""));

it("deploys the definition of events with the literal name of its table", () => {
  const { definition } = z.object({ definition: z.string() }).parse(resourceOf(jobPoller, "aws_sfn_state_machine"));

  expect(JSON.parse(definition)).toEqual(
    eventsDefinition({
      submitJobFunctionArn: arn("lambda", `function:${NAME}-submit-job`),
      checkJobFunctionArn: arn("lambda", `function:${NAME}-check-job`),
      waitTableName: `${NAME}-waits`,
    }),
  );
});

it("has an on-demand table that deletes expired waits", () => {
  const table = resourceOf(jobPoller, "aws_dynamodb_table");

  expect(table).toMatchObject({
    name: `${NAME}-waits`,
    billing_mode: "PAY_PER_REQUEST",
    hash_key: "jobId",
    range_key: "executionArn",
    ttl: { attribute_name: "expiresAt", enabled: true },
  });
  expect(table).not.toHaveProperty("server_side_encryption");
});

it("matches ended jobs and blocked queues of the environment's queue only", () => {
  expect(patternOf(jobPoller, "job-ended")).toEqual({
    source: ["aws.batch"],
    "detail-type": ["Batch Job State Change"],
    detail: { jobQueue: [QUEUE_ARN], status: ["SUCCEEDED", "FAILED"] },
  });
  expect(patternOf(jobPoller, "queue-blocked")).toEqual({
    source: ["aws.batch"],
    "detail-type": ["Batch Job Queue Blocked"],
    detail: { jobQueue: [QUEUE_ARN] },
  });
});

it("matches the jobs of every queue if executions may submit to any", () => {
  const { jobPoller: anyQueue } = synthEnvironment({
    WAIT_INTEGRATION: "events",
    JOB_QUEUE_ARNS: "*",
    JOB_DEFINITION_ARNS: "*",
  });

  expect(patternOf(anyQueue, "job-ended").detail.jobQueue).toEqual([{ exists: true }]);
});

it.each(["job-ended", "queue-blocked"])("accepts every event that the pattern of %s matches", (rule) => {
  const { source, "detail-type": detailType, detail } = patternOf(jobPoller, rule);

  for (const status of detail.status ?? ["RUNNABLE"])
    expect(() =>
      parseEndWaitEvent({ source: source[0], "detail-type": detailType[0], detail: { jobId: "1", status } }),
    ).not.toThrow();
});

it("has two rules that invoke end-wait, with retries and a dead-letter queue", () => {
  const targets = resourcesOf(jobPoller, "aws_cloudwatch_event_target").filter(
    ({ arn: target }) => target === arn("lambda", `function:${NAME}-end-wait`),
  );

  expect(targets).toHaveLength(2);
  for (const target of targets)
    expect(target).toMatchObject({
      retry_policy: { maximum_event_age_in_seconds: 3_600, maximum_retry_attempts: 20 },
      dead_letter_config: { arn: DEAD_LETTERS_ARN },
    });
  const endWait = resourcesOf(jobPoller, "aws_lambda_function").find(
    ({ function_name: name }) => name === `${NAME}-end-wait`,
  );
  expect(endWait).toMatchObject({
    environment: { variables: { WAIT_TABLE: `${NAME}-waits` } },
    dead_letter_config: { target_arn: DEAD_LETTERS_ARN },
    timeout: 30,
  });
});

it("allows storing waits to the state machine, and finding and ending them to the function", () => {
  expect(permissionsOf("states")).toEqual({
    "lambda:InvokeFunction": ["submit-job", "check-job"].map((name) => arn("lambda", `function:${NAME}-${name}`)),
    "dynamodb:PutItem": [TABLE_ARN],
  });
  expect(permissionsOf("end-wait")).toEqual({
    "dynamodb:DeleteItem": [TABLE_ARN],
    "dynamodb:Query": [TABLE_ARN],
    "states:SendTaskSuccess": ["*"],
    "sqs:SendMessage": [DEAD_LETTERS_ARN],
  });
});

it("adds alarms on the function, the rules, the dead letters and the table, and shows the table", () => {
  const others = namesOf(synthEnvironment().jobPoller, "aws_cloudwatch_metric_alarm", "alarm_name");
  const added = namesOf(jobPoller, "aws_cloudwatch_metric_alarm", "alarm_name").filter(
    (name) => !others.includes(name),
  );

  expect(added.sort()).toEqual([
    "end-wait-dead-letters",
    "end-wait-errors",
    "end-wait-throttles",
    "job-ended-failed-invocations",
    "queue-blocked-failed-invocations",
    "waits-throttled",
  ]);
  expect(resourceOf(jobPoller, "aws_cloudwatch_dashboard")["dashboard_body"]).toContain(
    `["AWS/DynamoDB","WriteThrottleEvents","TableName","${NAME}-waits"]`,
  );
});

it.each(["poll", "sync"])("adds none of these with %s", (integration) => {
  const { jobPoller: other } = synthEnvironment({ WAIT_INTEGRATION: integration });

  expect(JSON.stringify(other)).not.toMatch(/dynamodb|end-wait|-waits/i);
});

it("only adds resources to those of poll, apart from the state machine and the dashboard", () => {
  const poll = synthEnvironment().jobPoller;
  const changed = Object.entries(poll.resource).flatMap(([type, resources]) =>
    Object.entries(resources)
      .filter(([name, resource]) => JSON.stringify(resource) !== JSON.stringify(jobPoller.resource[type]?.[name]))
      .map(([name]) => `${type}.${name.replace(/_[0-9A-F]{8}$/, "")}`),
  );

  expect(changed).toEqual([
    "aws_cloudwatch_dashboard.dashboard",
    "aws_iam_role_policy.state-machine_Role_Policy",
    "aws_sfn_state_machine.state-machine",
  ]);
});
