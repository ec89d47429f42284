import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../aws-location";

export interface LogGroupProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the log group, like `/aws/lambda/NAME`. */
  readonly name: string;
  /** Log retention, in days; a value that CloudWatch Logs supports. */
  readonly retentionDays: number;
  /** KMS key; its policy must allow CloudWatch Logs. @default a key that AWS owns */
  readonly kmsKeyArn?: string | undefined;
}

/** Log group with a retention period. A log group that an AWS service creates itself never expires. */
export class LogGroup extends Construct {
  readonly resource: CloudwatchLogGroup;
  readonly logGroupName: string;
  /** ARN without the trailing `:*` that some APIs require. */
  readonly logGroupArn: string;
  /** ARN pattern of the group's log streams, for policies. */
  readonly logStreamsArn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    this.logGroupName = props.name;
    this.logGroupArn = composeArn(props.location, "logs", `log-group:${props.name}`);
    this.logStreamsArn = `${this.logGroupArn}:log-stream:*`;
    this.resource = new CloudwatchLogGroup(this, "Resource", {
      name: props.name,
      retentionInDays: props.retentionDays,
      ...(props.kmsKeyArn === undefined ? {} : { kmsKeyId: props.kmsKeyArn }),
    });
  }
}
