import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

/** Time over which events are counted, in seconds. */
const EVENT_PERIOD_SECONDS = 300;
/** How long it may be silent where something should happen several times, in seconds. */
const SILENCE_PERIOD_SECONDS = 3_600;

export interface AlarmProps {
  /** Name of the alarm; 1 to 255 characters. */
  readonly name: string;
  /** What has happened and where to look, shown with the alarm; at most 1,024 characters. */
  readonly description: string;
  /** Namespace of the metric, like `AWS/States`. */
  readonly namespace: string;
  readonly metricName: string;
  /** Which resource's metric, like `{ FunctionName: "..." }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Goes off at the first event within five minutes, or when for an hour there was none. @default "event" */
  readonly goesOffAt?: "event" | "silence";
  /** SNS topic to tell when the alarm goes off and when it is over. @default nobody is told */
  readonly topicArn?: string;
}

/** An alarm for an event that should never happen, or for one that should never fail to happen. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const actions = props.topicArn === undefined ? {} : { alarmActions: [props.topicArn], okActions: [props.topicArn] };
    new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metricName,
      dimensions: { ...props.dimensions },
      statistic: "Sum",
      evaluationPeriods: 1,
      threshold: 1,
      ...(props.goesOffAt === "silence" ? AT_SILENCE : AT_EVENT),
      ...actions,
    });
  }
}

// Nothing is counted while nothing happens: that is well for the one, and what the other is for.
const AT_EVENT = {
  period: EVENT_PERIOD_SECONDS,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
};
const AT_SILENCE = {
  period: SILENCE_PERIOD_SECONDS,
  comparisonOperator: "LessThanThreshold",
  treatMissingData: "breaching",
};
