import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { functionMetrics, stateMachineMetrics, type Metric } from "./dashboard-metrics";

export interface DashboardProps {
  /** Name of the dashboard; 1 to 255 letters, digits, `-` or `_`. */
  readonly name: string;
  readonly region: string;
  readonly stateMachineArn: string;
  readonly functionNames: readonly string[];
  /** ARNs of the alarms to show; may be empty. */
  readonly alarmArns: readonly string[];
}

/** Widget size in grid units. The grid has 24 columns: two widgets in a row. */
const WIDGET = { width: 12, height: 6 };

/** CloudWatch dashboard with metrics of the state machine and its Lambda functions, and the state of the alarms. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: props.name,
      dashboardBody: JSON.stringify({ widgets: dashboardWidgets(props) }),
    });
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function dashboardWidgets({ region, stateMachineArn, functionNames, alarmArns }: DashboardProps): object[] {
  const graph = (title: string, stat: string, metrics: readonly Metric[]): object => ({
    type: "metric",
    properties: { title, view: "timeSeries", region, stat, period: 300, metrics },
  });
  const ofStateMachine = (...names: readonly string[]): Metric[] => stateMachineMetrics(stateMachineArn, names);
  const ofFunctions = (...names: readonly string[]): Metric[] => functionMetrics(functionNames, names);
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
  ];
  return widgets.map((widget, index) => ({
    ...widget,
    ...WIDGET,
    x: (index % 2) * WIDGET.width,
    y: Math.floor(index / 2) * WIDGET.height,
  }));
}
