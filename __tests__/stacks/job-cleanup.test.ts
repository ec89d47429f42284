import { z } from "zod";
import { parseSweepTarget } from "../../lambdas/terminate-job/sweep";
import { parseTerminateJobEvent } from "../../lambdas/terminate-job/terminate-job-event";
import { resourceOf, resourcesOf, synthEnvironment } from "../../testing/given-deployment";
import { roleStatements } from "./policies";

const { jobPoller } = synthEnvironment();
const NAME = "job-status-poller-dev";
const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}-terminate-job`;
const STATE_MACHINE_ARN = `arn:aws:states:eu-west-1:123456789012:stateMachine:${NAME}`;
const QUEUE_ARN = `arn:aws:sqs:eu-west-1:123456789012:${NAME}-terminate-job-dead-letters`;
const RULE_ARNS = ["execution-ended", "sweep"].map(
  (rule) => `arn:aws:events:eu-west-1:123456789012:rule/${NAME}-${rule}`,
);

const ruleSchema = z.looseObject({ name: z.string(), event_pattern: z.string().optional() });
const rules = resourcesOf(jobPoller, "aws_cloudwatch_event_rule").map((rule) => ruleSchema.parse(rule));
const terminateJob = resourcesOf(jobPoller, "aws_lambda_function").find(
  ({ function_name: name }) => name === `${NAME}-terminate-job`,
);

describe("job cleanup", () => {
  it("matches only executions of this state machine that fail, time out or are aborted", () => {
    const [ended] = rules.filter(({ name }) => name === `${NAME}-execution-ended`);

    expect(JSON.parse(ended?.event_pattern ?? "")).toEqual({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { stateMachineArn: [STATE_MACHINE_ARN], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
    });
  });

  it("accepts every event that its pattern matches", () => {
    const pattern = z
      .object({
        source: z.tuple([z.string()]),
        "detail-type": z.tuple([z.string()]),
        detail: z.object({ status: z.array(z.string()) }),
      })
      .parse(JSON.parse(rules.find((rule) => rule.event_pattern !== undefined)?.event_pattern ?? ""));

    for (const status of pattern.detail.status)
      expect(() =>
        parseTerminateJobEvent({
          source: pattern.source[0],
          "detail-type": pattern["detail-type"][0],
          detail: { executionArn: "e", startDate: 0, status },
        }),
      ).not.toThrow();
  });

  it("sweeps the environment's queue every 15 minutes, for this state machine only", () => {
    expect(rules.find(({ name }) => name === `${NAME}-sweep`)).toMatchObject({
      schedule_expression: "rate(15 minutes)",
    });
    const { environment } = z
      .object({ environment: z.object({ variables: z.record(z.string(), z.string()) }) })
      .parse(terminateJob);
    expect(parseSweepTarget(environment.variables)).toEqual({
      executionArnPrefix: `arn:aws:states:eu-west-1:123456789012:execution:${NAME}:`,
      jobQueues: [`arn:aws:batch:eu-west-1:123456789012:job-queue/${NAME}`],
    });
  });

  it("has a timeout equal to the sweep interval", () => {
    expect(terminateJob).toMatchObject({ timeout: 900 });
  });

  it("has two rules that invoke it, with retries and a dead-letter queue", () => {
    const targets = resourcesOf(jobPoller, "aws_cloudwatch_event_target");

    expect(targets).toHaveLength(2);
    for (const target of targets)
      expect(target).toMatchObject({
        arn: FUNCTION_ARN,
        retry_policy: { maximum_event_age_in_seconds: 3_600, maximum_retry_attempts: 20 },
        dead_letter_config: { arn: QUEUE_ARN },
      });
    const permissions = resourcesOf(jobPoller, "aws_lambda_permission");
    expect(permissions.map(({ source_arn: arn }) => arn)).toEqual(RULE_ARNS);
    for (const permission of permissions)
      expect(permission).toMatchObject({
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        function_name: `${NAME}-terminate-job`,
      });
  });

  it("sends events that it failed to process to the dead-letter queue", () => {
    expect(terminateJob).toMatchObject({ dead_letter_config: { target_arn: QUEUE_ARN } });
  });

  it("allows listing, describing and terminating jobs, and describing executions of this state machine only", () => {
    const allowed = roleStatements(jobPoller, NAME, "eu-west-1")
      .filter(({ owner }) => owner === "terminate-job")
      .flatMap(({ statement: { Action, Resource } }) => Action.map((action) => [action, Resource] as const))
      .filter(([action]) => !/^(logs|xray):/.test(action));

    expect(Object.fromEntries(allowed)).toEqual({
      "batch:ListJobs": ["*"],
      "batch:DescribeJobs": ["*"],
      "batch:TerminateJob": ["arn:aws:batch:eu-west-1:123456789012:job/*"],
      "states:DescribeExecution": [`arn:aws:states:eu-west-1:123456789012:execution:${NAME}:*`],
      "sqs:SendMessage": [QUEUE_ARN],
    });
  });
});

describe("dead-letter queue of the job cleanup", () => {
  it("has encryption and the maximum retention", () => {
    expect(resourceOf(jobPoller, "aws_sqs_queue")).toMatchObject({
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 1_209_600,
    });
  });

  it("accepts events only from the two rules, and only over TLS", () => {
    const { policy } = z.object({ policy: z.string() }).parse(resourceOf(jobPoller, "aws_sqs_queue"));

    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: QUEUE_ARN,
          Condition: { ArnEquals: { "aws:SourceArn": RULE_ARNS } },
        },
        { Effect: "Deny", Principal: "*", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ],
    });
  });
});
