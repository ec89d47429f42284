import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { JobPoller, type JobPollerBase } from "../../../constructs";
import { onlyOf, synthConstruct } from "../synth-construct";
import { matching } from "../../../testing/matchers";

const ARN = "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:reports";

const givenPoller = (scope: Construct): JobPoller =>
  new JobPoller(scope, "poller", {
    region: "eu-west-1",
    account: "123456789012",
    namePrefix: "reports",
    jobQueueArns: ["arn:aws:batch:eu-west-1:123456789012:job-queue/reports"],
    jobDefinitionArns: "any",
    alarms: false,
  });
const givenImport = (scope: Construct): JobPollerBase => JobPoller.fromStateMachineArn(scope, "imported", ARN);
const givenRole = (scope: Construct): IamRole => new IamRole(scope, "starter", { assumeRolePolicy: "{}" });

/** Returns the policies of grants, of which the names contain the region. */
function grantsIn({ resource }: ReturnType<typeof synthConstruct>): Readonly<Record<string, unknown>>[] {
  return Object.values(resource["aws_iam_role_policy"] ?? {}).filter(({ name }) => name !== "permissions");
}

describe("JobPollerBase", () => {
  it("grants a role to start executions, and references both", () => {
    const grants = grantsIn(synthConstruct((scope) => givenPoller(scope).grantStartExecution(givenRole(scope))));

    expect(grants).toMatchObject([
      {
        name: "reports-start-execution-eu-west-1",
        role: "${aws_iam_role.starter.name}",
        policy: matching(
          /"Action":\["states:StartExecution"\],"Resource":\["\$\{aws_sfn_state_machine\.[\w-]+\.arn\}"\]/,
        ),
      },
    ]);
  });

  it("grants a role to read executions by name", () => {
    const grants = grantsIn(synthConstruct((scope) => givenImport(scope).grantRead("dashboards")));

    const executions = "arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:reports:*";
    expect(grants).toMatchObject([{ name: "reports-read-us-gov-west-1", role: "dashboards" }]);
    expect(JSON.parse(String(grants[0]?.["policy"]))).toMatchObject({
      Statement: [
        { Action: ["states:DescribeStateMachine", "states:ListExecutions"], Resource: [ARN] },
        {
          Action: ["states:DescribeExecution", "states:DescribeStateMachineForExecution", "states:GetExecutionHistory"],
          Resource: [executions],
        },
      ],
    });
  });

  it("grants the same permission once, and different roles separately", () => {
    synthConstruct((scope) => {
      const [poller, role] = [givenImport(scope), givenRole(scope)];

      expect(poller.grantRead(role)).toBe(poller.grantRead(role));
      expect(poller.grantRead("other")).not.toBe(poller.grantRead(role));
      expect(poller.grantStartExecution(role)).not.toBe(poller.grantRead(role));
    });
  });

  it.each(["arn:aws:iam::123456789012:role/starter", "", Token.asString({ resolve: () => "starter" })])(
    "rejects a role that is no literal name: %j",
    (role) => {
      synthConstruct((scope) => {
        expect(() => givenImport(scope).grantRead(role)).toThrow(
          "read grant of stack/imported has invalid properties:\n  role must be an IamRole, or a role's name of 1 to 64",
        );
      });
    },
  );

  it("has metrics that can be spread into an alarm", () => {
    const { resource } = synthConstruct((scope) => {
      new CloudwatchMetricAlarm(scope, "aborted", {
        alarmName: "aborted",
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        threshold: 10,
        ...givenPoller(scope).metricAborted({ period: 3_600 }),
      });
    });

    expect(onlyOf(resource, "aws_cloudwatch_metric_alarm")).toMatchObject({
      namespace: "AWS/States",
      metric_name: "ExecutionsAborted",
      dimensions: { StateMachineArn: matching(/^\$\{aws_sfn_state_machine\.[\w-]+\.arn\}$/) },
      statistic: "Sum",
      period: 3600,
    });
  });

  it("has a metric for each end of an execution, and any other metric of the state machine", () => {
    synthConstruct((scope) => {
      const poller = givenImport(scope);

      const metrics = [
        poller.metricStarted(),
        poller.metricSucceeded(),
        poller.metricFailed(),
        poller.metricTimedOut(),
        poller.metric("ExecutionTime", { statistic: "Maximum" }),
      ];

      expect(metrics.map(({ metricName, statistic }) => [metricName, statistic])).toEqual([
        ["ExecutionsStarted", "Sum"],
        ["ExecutionsSucceeded", "Sum"],
        ["ExecutionsFailed", "Sum"],
        ["ExecutionsTimedOut", "Sum"],
        ["ExecutionTime", "Maximum"],
      ]);
      expect(metrics[0]?.dimensions).toEqual({ StateMachineArn: ARN });
    });
  });
});

describe("JobPoller.fromStateMachineArn", () => {
  it("takes partition, region, account and name from the ARN, and creates nothing", () => {
    const { resource } = synthConstruct((scope) => {
      expect(givenImport(scope)).toMatchObject({
        stateMachineArn: ARN,
        literalStateMachineArn: ARN,
        stateMachineName: "reports",
        location: { partition: "aws-us-gov", region: "us-gov-west-1", accountId: "123456789012" },
      });
    });

    expect(resource).toEqual({});
  });

  it.each([
    ["a name", "reports"],
    ["an alias", `${ARN}:live`],
    ["an ARN of another service", ARN.replace("states", "lambda")],
    ["a partition that does not have the region", ARN.replace("aws-us-gov", "aws")],
    ["a token", Token.asString({ resolve: () => ARN })],
  ])("rejects %s", (_, arn) => {
    synthConstruct((scope) => {
      expect(() => JobPoller.fromStateMachineArn(scope, "imported", arn)).toThrow(
        "JobPoller.fromStateMachineArn stack/imported has invalid properties:\n  stateMachineArn must be a literal ARN without version or alias",
      );
    });
  });
});
