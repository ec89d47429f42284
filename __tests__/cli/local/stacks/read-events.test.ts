import * as z from "zod";
import { eventResourcesSchema } from "../../../../cli/local/stacks/job-poller-stack-schema";
import { readEvents } from "../../../../cli/local/stacks/read-events";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:terminate-job";
const PATTERN = '{"detail":{"status":["ABORTED"]}}';
const toFunction = { arn: "${aws_lambda_function.terminate.arn}" };

const read = (resources: object) =>
  readEvents(z.object(eventResourcesSchema).parse(resources), ({ id, literal }) =>
    id === "terminate" ? FUNCTION_ARN : String(literal),
  );

describe("readEvents", () => {
  it("returns no rules or schedules for a stack without events", () => {
    expect(read({})).toEqual({ rules: [], schedules: [] });
  });

  it("reads a rule with target functions by reference and by name", () => {
    const { rules } = read({
      aws_cloudwatch_event_rule: { stopped: { name: "stopped", event_pattern: PATTERN } },
      aws_cloudwatch_event_target: {
        one: { rule: "${aws_cloudwatch_event_rule.stopped.name}", ...toFunction },
        two: { rule: "stopped", arn: FUNCTION_ARN },
        other: { rule: "${aws_cloudwatch_event_rule.other.name}", ...toFunction },
      },
    });

    expect(rules).toEqual([
      {
        name: "stopped",
        pattern: { detail: { status: ["ABORTED"] } },
        targets: [{ arn: FUNCTION_ARN }, { arn: FUNCTION_ARN }],
      },
    ]);
  });

  it.each([
    [{ input: '{"sweep":true}' }, { sweep: true }],
    [
      {},
      expect.objectContaining({
        "detail-type": "Scheduled Event",
        source: "aws.events",
        account: "123456789012",
        time: "1970-01-01T00:15:00Z",
        resources: ["arn:aws:events:us-east-1:123456789012:rule/sweep"],
      }),
    ],
  ])("reads a scheduled rule with %j", (given, expected) => {
    const { rules, schedules } = read({
      aws_cloudwatch_event_rule: { sweep: { name: "sweep", schedule_expression: "rate(15 minutes)" } },
      aws_cloudwatch_event_target: { sweep: { rule: "sweep", ...toFunction, ...given } },
    });

    expect(rules).toEqual([]);
    expect(schedules).toMatchObject([{ name: "sweep", everyMs: 900_000, targetArn: FUNCTION_ARN }]);
    expect(schedules[0]?.createInput(900_000)).toEqual(expected);
  });

  it("applies the input transformer of a target", () => {
    const { rules } = read({
      aws_cloudwatch_event_rule: { ended: { name: "ended", event_pattern: PATTERN } },
      aws_cloudwatch_event_target: {
        topic: {
          rule: "ended",
          arn: "arn:aws:sns:us-east-1:123456789012:jobs",
          input_transformer: { input_paths: { status: "$.detail.status" }, input_template: '{"ended":<status>}' },
        },
      },
    });

    expect(rules[0]?.targets[0]?.transform?.({ detail: { status: "ABORTED" } })).toEqual({ ended: "ABORTED" });
  });

  it("reads an EventBridge Scheduler schedule with context attributes", () => {
    const { schedules } = read({
      aws_scheduler_schedule: {
        hourly: {
          name: "hourly",
          schedule_expression: "rate(1 hour)",
          target: {
            arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m",
            input:
              '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","odd":"<aws.scheduler.odd>"}',
          },
        },
      },
    });

    expect(schedules).toMatchObject([{ name: "hourly", everyMs: 3_600_000 }]);
    expect(schedules[0]?.createInput(3_600_000)).toEqual({
      at: "1970-01-01T01:00:00Z",
      by: "arn:aws:scheduler:us-east-1:123456789012:schedule/default/hourly",
      odd: "<aws.scheduler.odd>",
    });
  });

  it.each([
    [
      {
        aws_cloudwatch_event_rule: { odd: { name: "odd", event_pattern: '{"detail":{"status":[{"exists":"yes"}]}}' } },
      },
      "rule odd: local mode supports only exact values, prefix, suffix, wildcard, anything-but and exists; detail.status of the event pattern has exists",
    ],
    [
      { aws_cloudwatch_event_rule: { odd: { name: "odd", schedule_expression: "cron(0 * * * ? *)" } } },
      "rule odd: local mode supports only schedules like rate(15 minutes), got cron(0 * * * ? *)",
    ],
    [
      {
        aws_scheduler_schedule: {
          odd: { name: "odd", schedule_expression: "cron(0 6 * * ? *)", target: { arn: FUNCTION_ARN } },
        },
      },
      "schedule odd: local mode supports only schedules like rate(15 minutes), got cron(0 6 * * ? *)",
    ],
    [
      {
        aws_cloudwatch_event_rule: { odd: { name: "odd", event_pattern: PATTERN } },
        aws_cloudwatch_event_target: { odd: { rule: "odd", arn: "arn:aws:sqs:us-east-1:123456789012:q" } },
      },
      "rule odd: local mode supports only Lambda functions, state machines and SNS topics as targets, got arn:aws:sqs:",
    ],
  ])("names the unsupported rule or schedule: %j", (resources, message) => {
    expect(() => read(resources)).toThrow(message);
  });
});
