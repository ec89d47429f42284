import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy } from "cdktf";
import { Construct } from "constructs";

export interface DashboardProps {
  /** Name of the dashboard; 1 to 255 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Region of the metrics. */
  readonly region: string;
  /** State machine whose metrics are shown. */
  readonly stateMachineArn: string;
  /** Lambda functions whose metrics are shown. */
  readonly functionNames: readonly string[];
  /** Table of waits whose metrics are shown. @default none */
  readonly waitTableName?: string | undefined;
}

/** Widget size in grid units. The grid has 24 columns: two widgets in a row. */
const WIDGET = { width: 12, height: 6 };

/** CloudWatch dashboard with metrics of the state machine and its Lambda functions, and the state of the alarms. */
export class Dashboard extends Construct {
  private readonly alarmArns: string[] = [];

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: props.name,
      dashboardBody: Lazy.stringValue({
        produce: () => JSON.stringify({ widgets: dashboardWidgets(props, this.alarmArns) }),
      }),
    });
  }

  addAlarms(...alarmArns: readonly string[]): void {
    this.alarmArns.push(...alarmArns);
  }
}

/** Metric in dashboard syntax. */
type Metric = readonly [namespace: string, name: string, dimension: string, value: string];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function dashboardWidgets(
  { region, stateMachineArn, functionNames, waitTableName }: DashboardProps,
  alarmArns: readonly string[],
): object[] {
  const graph = (title: string, stat: string, metrics: readonly Metric[]): object => ({
    type: "metric",
    properties: { title, view: "timeSeries", region, stat, period: 300, metrics },
  });
  const ofStateMachine = (...names: readonly string[]): Metric[] =>
    names.map((name) => ["AWS/States", name, "StateMachineArn", stateMachineArn]);
  const ofFunctions = (...names: readonly string[]): Metric[] =>
    functionNames.flatMap((functionName) =>
      names.map((name): Metric => ["AWS/Lambda", name, "FunctionName", functionName]),
    );
  const widgets = [
    // CloudWatch rejects an alarm widget without alarms.
    ...(alarmArns.length === 0 ? [] : [{ type: "alarm", properties: { title: "Alarms", alarms: alarmArns } }]),
    graph("Executions", "Sum", ofStateMachine("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed")),
    graph(
      "Executions cut short",
      "Sum",
      ofStateMachine("ExecutionsAborted", "ExecutionsTimedOut", "ExecutionThrottled"),
    ),
    graph("Duration of executions, in ms", "Maximum", ofStateMachine("ExecutionTime")),
    graph("Lambda calls and errors", "Sum", ofFunctions("Invocations", "Errors", "Throttles")),
    graph("Duration of Lambda calls, in ms", "p95", ofFunctions("Duration")),
    ...(waitTableName === undefined
      ? []
      : [
          graph(
            "Waits stored and ended, in capacity units",
            "Sum",
            ["ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits", "WriteThrottleEvents"].map((name): Metric => [
              "AWS/DynamoDB",
              name,
              "TableName",
              waitTableName,
            ]),
          ),
        ]),
  ];
  return widgets.map((widget, index) => ({
    ...widget,
    ...WIDGET,
    x: (index % 2) * WIDGET.width,
    y: Math.floor(index / 2) * WIDGET.height,
  }));
}
