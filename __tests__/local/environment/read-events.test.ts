import * as z from "zod";
import { eventResourcesSchema } from "../../../local/environment/event-schemas";
import { readEvents } from "../../../local/environment/read-events";

const FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:terminate-job";
const PATTERN = '{"detail":{"status":["ABORTED"]}}';
const toFunction = { arn: "${aws_lambda_function.terminate.arn}" };

const read = (resources: object) =>
  readEvents(z.object(eventResourcesSchema).parse(resources), ({ id, literal }) =>
    id === "terminate" ? FUNCTION_ARN : String(literal),
  );

describe("readEvents", () => {
  it("finds nothing in a stack without events", () => {
    expect(read({})).toEqual({ rules: [], schedules: [] });
  });

  it("reads a rule with the functions of its targets, by reference and by name", () => {
    const { rules } = read({
      aws_cloudwatch_event_rule: { stopped: { name: "stopped", event_pattern: PATTERN } },
      aws_cloudwatch_event_target: {
        one: { rule: "${aws_cloudwatch_event_rule.stopped.name}", ...toFunction },
        two: { rule: "stopped", arn: FUNCTION_ARN },
        other: { rule: "${aws_cloudwatch_event_rule.other.name}", ...toFunction },
      },
    });

    expect(rules).toEqual([
      { name: "stopped", pattern: { detail: { status: ["ABORTED"] } }, functionArns: [FUNCTION_ARN, FUNCTION_ARN] },
    ]);
  });

  it.each([
    [{ input: '{"sweep":true}' }, { input: { sweep: true } }],
    [{}, {}],
  ])("reads a rule by time with %j", (given, expected) => {
    const { rules, schedules } = read({
      aws_cloudwatch_event_rule: { sweep: { name: "sweep", schedule_expression: "rate(15 minutes)" } },
      aws_cloudwatch_event_target: { sweep: { rule: "sweep", ...toFunction, ...given } },
    });

    expect(rules).toEqual([]);
    expect(schedules).toEqual([{ name: "sweep", everyMs: 900_000, functionArn: FUNCTION_ARN, ...expected }]);
  });

  it.each([
    [
      { aws_cloudwatch_event_rule: { odd: { name: "odd", event_pattern: '{"detail":{"status":[{"prefix":"A"}]}}' } } },
      "rule odd: local mode matches exact values only, but detail.status of the event pattern has prefix",
    ],
    [
      { aws_cloudwatch_event_rule: { odd: { name: "odd", schedule_expression: "cron(0 * * * ? *)" } } },
      "rule odd: local mode knows schedules like rate(15 minutes) only, got cron(0 * * * ? *)",
    ],
  ])("names the rule that local mode cannot do: %j", (resources, message) => {
    expect(() => read(resources)).toThrow(message);
  });
});
