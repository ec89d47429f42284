import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import type { AwsLocation } from "../aws-location";
import { EventRule, eventRuleArn } from "../event-rule";
import { WatchedDeadLetterQueue } from "../watched-dead-letter-queue";
import { endedExecutionMessage, endedExecutionPattern, type EndStatus } from "./ended-execution";
import { NotificationTopic } from "./notification-topic";

export interface ExecutionNotificationProps {
  readonly location: AwsLocation;
  /** Name of the rule, and of the topic if it is made; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Literal: the message is made of it. */
  readonly stateMachineArn: string;
  /** Which ends are told. @default all */
  readonly statuses?: readonly EndStatus[];
  /** An existing SNS topic of the same region, whose policy lets EventBridge publish. @default one is made */
  readonly topicArn?: string;
  /** KMS key of a topic that is made. @default the disk encryption that SNS always has */
  readonly kmsKeyArn?: string;
  /** SNS topic to tell when a notification could not be delivered. @default nobody is told */
  readonly alarmTopicArn?: string;
}

/**
 * Tells an SNS topic of each execution that has ended, with its JobResult. Step Functions sends those events at best effort.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionNotification extends Construct {
  readonly topicArn: string;
  readonly alarmArn: string;

  constructor(scope: Construct, id: string, props: ExecutionNotificationProps) {
    super(scope, id);
    const { location, name, stateMachineArn, statuses, alarmTopicArn } = props;
    const ruleArn = eventRuleArn(location, name);
    const { topicArn, dependables } = this.topic(props, ruleArn);
    this.topicArn = topicArn;
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [ruleArn],
      alarmDescription: "Nobody could be told of an execution that has ended: see the messages in the queue.",
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    new EventRule(this, "Rule", {
      location,
      name,
      description: "Tells of executions that have ended",
      trigger: { eventPattern: endedExecutionPattern(stateMachineArn, statuses) },
      target: {
        id: "topic",
        arn: topicArn,
        inputTransformer: endedExecutionMessage(stateMachineArn),
        dependables,
      },
      deadLetterQueue,
    });
  }

  private topic(
    { location, name, topicArn, kmsKeyArn }: ExecutionNotificationProps,
    ruleArn: string,
  ): { topicArn: string; dependables: ITerraformDependable[] } {
    if (topicArn !== undefined) return { topicArn, dependables: [] };
    const key = kmsKeyArn === undefined ? {} : { kmsKeyArn };
    const topic = new NotificationTopic(this, "Topic", { location, name, ruleArn, ...key });
    return { topicArn: topic.topicArn, dependables: [topic.resource] };
  }
}
