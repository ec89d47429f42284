import { z } from "zod";
import { resourceOf, resourcesOf, synthEnvironment, type SynthesizedStack } from "../../testing/given-deployment";

const TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:alarms";
const STATE_MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:job-status-poller-dev";

const alarmSchema = z.looseObject({
  alarm_name: z.string(),
  namespace: z.string(),
  metric_name: z.string(),
  dimensions: z.record(z.string(), z.string()),
});

const alarmsOf = (stack: SynthesizedStack) =>
  resourcesOf(stack, "aws_cloudwatch_metric_alarm").map((alarm) => alarmSchema.parse(alarm));

describe("alarms of JobPollerStack", () => {
  it("covers the state machine, each Lambda function, and the cleanup of jobs", () => {
    const alarms = alarmsOf(synthEnvironment().jobPoller).map(
      ({ alarm_name: name, namespace, metric_name: metric, dimensions }) =>
        [name.replace("job-status-poller-dev-", ""), `${namespace} ${metric}`, dimensions] as const,
    );

    const stateMachine = { StateMachineArn: STATE_MACHINE_ARN };
    const lambda = (name: string) => ({ FunctionName: `job-status-poller-dev-${name}` });
    const rule = (name: string) => ({ RuleName: `job-status-poller-dev-${name}` });
    const deadLetters = { QueueName: "job-status-poller-dev-terminate-job-dead-letters" };
    expect(alarms.sort(([a], [b]) => a.localeCompare(b))).toEqual([
      ["check-job-errors", "AWS/Lambda Errors", lambda("check-job")],
      ["check-job-throttles", "AWS/Lambda Throttles", lambda("check-job")],
      ["execution-ended-failed-invocations", "AWS/Events FailedInvocations", rule("execution-ended")],
      ["executions-failed", "AWS/States ExecutionsFailed", stateMachine],
      ["executions-throttled", "AWS/States ExecutionThrottled", stateMachine],
      ["executions-timed-out", "AWS/States ExecutionsTimedOut", stateMachine],
      ["submit-job-errors", "AWS/Lambda Errors", lambda("submit-job")],
      ["submit-job-throttles", "AWS/Lambda Throttles", lambda("submit-job")],
      ["sweep-failed-invocations", "AWS/Events FailedInvocations", rule("sweep")],
      ["sweep-missing", "AWS/Events Invocations", rule("sweep")],
      ["terminate-job-dead-letters", "AWS/SQS ApproximateNumberOfMessagesVisible", deadLetters],
      ["terminate-job-errors", "AWS/Lambda Errors", lambda("terminate-job")],
      ["terminate-job-throttles", "AWS/Lambda Throttles", lambda("terminate-job")],
    ]);
  });

  const isForSilence = ({ alarm_name: name }: { readonly alarm_name: string }) => name.endsWith("-missing");

  it("goes off at the first event, and has no alarm without data", () => {
    for (const alarm of alarmsOf(synthEnvironment().jobPoller).filter((each) => !isForSilence(each)))
      expect(alarm).toMatchObject({
        period: 300,
        statistic: "Sum",
        comparison_operator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treat_missing_data: "notBreaching",
      });
  });

  it("goes off if no sweep started for one hour", () => {
    expect(alarmsOf(synthEnvironment().jobPoller).filter(isForSilence)).toMatchObject([
      {
        statistic: "Sum",
        period: 3_600,
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        treat_missing_data: "breaching",
      },
    ]);
  });

  it("notifies the given topic on ALARM and OK", () => {
    const alarms = alarmsOf(synthEnvironment({ ALARM_TOPIC_ARN: TOPIC_ARN }).jobPoller);

    for (const alarm of alarms) expect(alarm).toMatchObject({ alarm_actions: [TOPIC_ARN], ok_actions: [TOPIC_ARN] });
  });

  it("has no actions without a topic", () => {
    for (const alarm of alarmsOf(synthEnvironment().jobPoller)) expect(alarm).not.toHaveProperty("alarm_actions");
  });
});

describe("dashboard of JobPollerStack", () => {
  it("shows every alarm, and metrics of the state machine and all functions with literal names", () => {
    const { jobPoller } = synthEnvironment();

    const { dashboard_name: name, dashboard_body: body } = z
      .object({ dashboard_name: z.string(), dashboard_body: z.string() })
      .parse(resourceOf(jobPoller, "aws_cloudwatch_dashboard"));
    expect(name).toBe("job-status-poller-dev");
    expect(body).not.toContain("${");
    const shown = [...alarmsOf(jobPoller).map((alarm) => `:alarm:${alarm.alarm_name}"`), `"${STATE_MACHINE_ARN}"`];
    const functions = resourcesOf(jobPoller, "aws_lambda_function").map(
      (lambda) => `"${String(lambda["function_name"])}"`,
    );
    expect([...shown, ...functions].filter((text) => !body.includes(text))).toEqual([]);
  });

  it("has two columns of widgets that do not overlap", () => {
    const { dashboard_body: body } = z
      .object({ dashboard_body: z.string() })
      .parse(resourceOf(synthEnvironment().jobPoller, "aws_cloudwatch_dashboard"));
    const { widgets } = z
      .object({ widgets: z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })) })
      .parse(JSON.parse(body));

    expect(new Set(widgets.map(({ x, y }) => `${x}/${y}`)).size).toBe(widgets.length);
    expect(widgets.every(({ x, y, width, height }) => x % width === 0 && x + width <= 24 && y % height === 0)).toBe(
      true,
    );
  });
});
