import { Construct } from "constructs";
import * as z from "zod";
import { addDependencies } from "../../aspects";
import type { AwsLocation } from "../../aws-location";
import { topicProblems } from "../../check-location";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { isForTerraform, checkProp } from "../../props-error";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { END_STATUSES, endedExecutionMessage, endedExecutionPattern, type EndStatus } from "./ended-execution";
import { NotificationTopic } from "./notification-topic";

export interface ExecutionNotificationProps {
  readonly location: AwsLocation;
  /** Name of the rule, and of the topic if one is created; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Literal ARN without version or alias; the message contains it. */
  readonly stateMachineArn: string;
  /** Final statuses to notify about; at least one. @default all */
  readonly statuses?: readonly EndStatus[];
  /**
   * Existing SNS topic in the same region; its policy must allow EventBridge to publish.
   * @default a topic is created
   */
  readonly topicArn?: string;
  /** KMS key of the created topic. @default SNS's own encryption at rest */
  readonly kmsKeyArn?: string;
  /** SNS topic notified when a notification could not be delivered. @default no notifications */
  readonly alarmTopicArn?: string;
}

/**
 * Publishes a message with the JobResult to an SNS topic when an execution ends. Step Functions delivers these events
 * on a best-effort basis.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionNotification extends Construct {
  readonly topicArn: string;
  readonly alarmArn: string;

  /** @throws PropsError that lists every invalid property */
  constructor(scope: Construct, id: string, props: ExecutionNotificationProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { location, name, stateMachineArn, statuses, alarmTopicArn } = props;
    const ruleArn = eventRuleArn(location, name);
    const topic = props.topicArn ?? this.addTopic(props, ruleArn);
    this.topicArn = typeof topic === "string" ? topic : topic.topicArn;
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [ruleArn],
      alarmDescription:
        "A notification about an ended execution could not be delivered: see the messages in the queue.",
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const rule = new EventRule(this, "Rule", {
      location,
      name,
      description: "Sends notifications about ended executions",
      trigger: { eventPattern: endedExecutionPattern(stateMachineArn, statuses) },
      target: {
        id: "topic",
        arn: this.topicArn,
        inputTransformer: endedExecutionMessage(stateMachineArn),
      },
      deadLetterQueue,
    });
    if (typeof topic !== "string") rule.target.node.addDependency(topic);
    addDependencies(this);
  }

  private addTopic({ location, name, kmsKeyArn }: ExecutionNotificationProps, ruleArn: string): NotificationTopic {
    const key = kmsKeyArn === undefined ? {} : { kmsKeyArn };
    return new NotificationTopic(this, "Topic", { location, name, ruleArn, ...key });
  }
}

const TYPES = {
  statuses: z.array(z.enum(END_STATUSES)).optional(),
  topicArn: z.string().optional(),
  kmsKeyArn: z.string().optional(),
};

function checkProps(path: string, props: ExecutionNotificationProps): void {
  checkEventProps(`ExecutionNotification ${path}`, props, TYPES, () => {
    const { location, stateMachineArn, statuses, topicArn, kmsKeyArn } = props;
    return [
      ...checkProp(
        !isForTerraform(stateMachineArn) && stateMachineArn.split(":").length <= 7,
        "stateMachineArn",
        stateMachineArn,
        "a literal ARN without version or alias",
      ),
      ...checkProp(statuses?.length !== 0, "statuses", statuses, "omitted for all statuses, or contain at least one"),
      ...topicProblems("topicArn", topicArn, location),
      ...checkProp(
        topicArn === undefined || kmsKeyArn === undefined,
        "kmsKeyArn",
        kmsKeyArn,
        "omitted with topicArn; an existing topic has its own key",
      ),
    ];
  });
}
