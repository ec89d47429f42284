import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import * as z from "zod";
import type { AwsLocation } from "../aws-location";
import { topicProblems } from "../check-location";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { isForTerraform, unless } from "../props-error";
import { WatchedDeadLetterQueue } from "../watched-dead-letter-queue";
import { END_STATUSES, endedExecutionMessage, endedExecutionPattern, type EndStatus } from "./ended-execution";
import { NotificationTopic } from "./notification-topic";

export interface ExecutionNotificationProps {
  readonly location: AwsLocation;
  /** Name of the rule, and of the topic if it is made; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Literal, and without a version or an alias: the message is made of it. */
  readonly stateMachineArn: string;
  /** Which ends are told; one at least. @default all */
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

  /** @throws PropsError that names every prop that is wrong */
  constructor(scope: Construct, id: string, props: ExecutionNotificationProps) {
    super(scope, id);
    checkProps(this.node.path, props);
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

const TYPES = {
  statuses: z.array(z.enum(END_STATUSES)).optional(),
  topicArn: z.string().optional(),
  kmsKeyArn: z.string().optional(),
};

function checkProps(path: string, props: ExecutionNotificationProps): void {
  checkEventProps(`ExecutionNotification ${path}`, props, TYPES, () => {
    const { location, stateMachineArn, statuses, topicArn, kmsKeyArn } = props;
    return [
      ...unless(
        !isForTerraform(stateMachineArn) && stateMachineArn.split(":").length <= 7,
        "stateMachineArn",
        stateMachineArn,
        "literal, and without a version or an alias",
      ),
      ...unless(statuses?.length !== 0, "statuses", statuses, "left out for all, or one at least"),
      ...topicProblems("topicArn", topicArn, location),
      ...unless(
        topicArn === undefined || kmsKeyArn === undefined,
        "kmsKeyArn",
        kmsKeyArn,
        "left out with topicArn, whose topic has its own",
      ),
    ];
  });
}
