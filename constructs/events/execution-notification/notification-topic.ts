import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../../aws-location";
import { fromRulesStatement, resourcePolicy, tlsOnlyStatement } from "../../iam/resource-policy";

export interface NotificationTopicProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the topic; 1 to 256 letters, digits, `-` or `_`. */
  readonly name: string;
  /** ARN or ARNs of the only EventBridge rules that may publish. */
  readonly ruleArn: string | readonly string[];
  /**
   * Customer managed KMS key; its policy must allow EventBridge. The policy of `alias/aws/sns` does not.
   * @default SNS's own encryption at rest
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly kmsKeyArn?: string;
}

/** SNS topic to which only EventBridge rules of one poller can publish, and only over TLS. */
export class NotificationTopic extends Construct {
  /** Composed ARN, known before the topic exists. */
  readonly topicArn: string;
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string, { location, name, ruleArn, kmsKeyArn }: NotificationTopicProps) {
    super(scope, id);
    this.topicArn = composeArn(location, "sns", name);
    this.resource = new SnsTopic(this, "Resource", {
      name,
      policy: resourcePolicy([
        fromRulesStatement("ExecutionEvents", "sns:Publish", this.topicArn, ruleArn),
        tlsOnlyStatement("sns:Publish", this.topicArn),
      ]),
      ...(kmsKeyArn === undefined ? {} : { kmsMasterKeyId: kmsKeyArn }),
    });
  }
}
