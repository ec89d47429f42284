import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../aws-location";

/** Period of an alarm that goes off on an event, in seconds. */
const EVENT_PERIOD_SECONDS = 300;
/** Period of an alarm that goes off when expected events are missing, in seconds. */
const SILENCE_PERIOD_SECONDS = 3_600;

export interface AlarmProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the alarm; 1 to 255 characters. */
  readonly name: string;
  /** Description shown with the alarm: the cause and where to look; at most 1,024 characters. */
  readonly description: string;
  /** Namespace of the metric, like `AWS/States`. */
  readonly namespace: string;
  /** Name of the metric, like `ExecutionsFailed`. */
  readonly metricName: string;
  /** Dimensions of the metric, like `{ FunctionName: "..." }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** `event`: at least one event in five minutes. `silence`: no event in one hour. @default "event" */
  readonly alarmOn?: "event" | "silence";
  /** SNS topic notified on ALARM and OK. @default no notifications */
  readonly topicArn?: string | undefined;
}

/** CloudWatch alarm on an unexpected event, or on the absence of an expected one. */
export class Alarm extends Construct {
  readonly resource: CloudwatchMetricAlarm;
  /** Composed ARN, known before the alarm exists. */
  readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const actions = props.topicArn === undefined ? {} : { alarmActions: [props.topicArn], okActions: [props.topicArn] };
    this.alarmArn = composeArn(props.location, "cloudwatch", `alarm:${props.name}`);
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: props.namespace,
      metricName: props.metricName,
      dimensions: { ...props.dimensions },
      statistic: "Sum",
      evaluationPeriods: 1,
      threshold: 1,
      ...(props.alarmOn === "silence" ? AT_SILENCE : AT_EVENT),
      ...actions,
    });
  }
}

// CloudWatch has no data for a period without events: expected for AT_EVENT, the alarm condition for AT_SILENCE.
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
