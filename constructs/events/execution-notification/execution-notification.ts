import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import * as z from "zod";
import { addDependencies } from "../../aspects";
import { checkProp, keyProblems, topicProblems } from "../../check-props";
import type { JobPollerBase } from "../../job-poller/job-poller-base";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { END_STATUSES } from "../../../workflow/execution-status";
import { CHANGED_JOB_MESSAGE, changedJobPattern } from "./changed-job";
import { endedExecutionMessage, endedExecutionPattern, type EndStatus } from "./ended-execution";
import { NotificationTopic } from "./notification-topic";

/** Properties of {@link ExecutionNotification}. */
export interface ExecutionNotificationProps {
  /** Poller whose executions are notified about; the resources are created in its region and account. */
  readonly jobPoller: JobPollerBase;
  /** Name of the rule, and of the topic if one is created; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Final statuses to notify about; at least one. @default all */
  readonly statuses?: readonly EndStatus[];
  /**
   * Job queues whose jobs' status changes are published, too; without children of arrays. At least one.
   * @default none
   * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
   */
  readonly jobQueueArns?: readonly string[];
  /**
   * Existing SNS topic in the same region; its policy must allow EventBridge to publish.
   * @default a topic is created
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  readonly topicArn?: string;
  /**
   * Customer managed KMS key of the created topic, in the region; its policy must allow EventBridge.
   * @default SNS's own encryption at rest
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly kmsKeyArn?: string;
  /**
   * KMS key of the dead-letter queue, in the region; its policy must allow EventBridge.
   * @default encryption with a key that SQS owns
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  readonly queueKmsKeyArn?: string;
  /**
   * E-mail address subscribed to the created topic. The recipient must confirm the subscription. Terraform cannot
   * delete a subscription that is not confirmed; SNS deletes it after 48 hours.
   * @default no subscription
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   */
  readonly email?: string;
  /**
   * SNS topic in the region, notified on ALARM and OK when a notification could not be delivered.
   * @default no notifications
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly alarmTopicArn?: string;
}

/**
 * Publishes a message with the JobResult to an SNS topic when an execution ends, and optionally one for each status
 * change of a job. Step Functions delivers these events
 * on a best-effort basis.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class ExecutionNotification extends Construct {
  /** ARN of the topic. Resources that use the ARN of a created topic depend on it. */
  readonly topicArn: string;
  /** Composed ARN, known before the alarm exists. */
  readonly alarmArn: string;

  /** @throws PropsError that lists every invalid property */
  constructor(scope: Construct, id: string, props: ExecutionNotificationProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { jobPoller, name, statuses, alarmTopicArn } = props;
    const { location, literalStateMachineArn: stateMachineArn } = jobPoller;
    const { jobQueueArns } = props;
    const jobsRuleName = `${name}-jobs`;
    const ruleArns = [name, ...(jobQueueArns === undefined ? [] : [jobsRuleName])].map((ruleName) =>
      eventRuleArn(location, ruleName),
    );
    const topic = props.topicArn ?? this.addTopic(props, ruleArns);
    this.topicArn = typeof topic === "string" ? topic : topic.resource.arn;
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns,
      kmsKeyArn: props.queueKmsKeyArn,
      alarmDescription: "A notification could not be delivered: see the messages in the queue.",
      alarmTopicArn,
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const target = { id: "topic", arn: typeof topic === "string" ? topic : topic.topicArn };
    const rules = [
      new EventRule(this, "Rule", {
        location,
        name,
        description: "Sends notifications about ended executions",
        trigger: { eventPattern: endedExecutionPattern(stateMachineArn, statuses) },
        target: { ...target, inputTransformer: endedExecutionMessage(stateMachineArn) },
        deadLetterQueue,
      }),
    ];
    if (jobQueueArns !== undefined)
      rules.push(
        new EventRule(this, "JobsRule", {
          location,
          name: jobsRuleName,
          description: "Sends notifications about status changes of jobs",
          trigger: { eventPattern: changedJobPattern(jobQueueArns) },
          target: { ...target, inputTransformer: CHANGED_JOB_MESSAGE },
          deadLetterQueue,
        }),
      );
    if (typeof topic !== "string") for (const rule of rules) rule.target.node.addDependency(topic);
    addDependencies(this);
  }

  private addTopic(
    { jobPoller, name, kmsKeyArn, email }: ExecutionNotificationProps,
    ruleArns: readonly string[],
  ): NotificationTopic {
    // A policy with one rule has always had a single value, which a list would change.
    const [first = ""] = ruleArns;
    const ruleArn = ruleArns.length === 1 ? first : ruleArns;
    const key = kmsKeyArn === undefined ? {} : { kmsKeyArn };
    const topic = new NotificationTopic(this, "Topic", { location: jobPoller.location, name, ruleArn, ...key });
    if (email !== undefined)
      new SnsTopicSubscription(this, "Email", { topicArn: topic.resource.arn, protocol: "email", endpoint: email });
    return topic;
  }
}

/** A rule has at most 64 characters, and the second one is called NAME-jobs. */
const MAX_NAME_LENGTH_WITH_JOBS = 59;

const TYPES = {
  statuses: z.array(z.enum(END_STATUSES)).optional(),
  jobQueueArns: z.array(z.string()).optional(),
  topicArn: z.string().optional(),
  queueKmsKeyArn: z.string().optional(),
  email: z.string().optional(),
};

function checkProps(path: string, props: ExecutionNotificationProps): void {
  checkEventProps(`ExecutionNotification ${path}`, props, TYPES, () => {
    const { jobPoller, name, statuses, jobQueueArns, topicArn, kmsKeyArn, queueKmsKeyArn, email } = props;
    return [
      ...checkProp(statuses?.length !== 0, "statuses", statuses, "omitted for all statuses, or contain at least one"),
      ...checkProp(jobQueueArns?.length !== 0, "jobQueueArns", jobQueueArns, "omitted, or contain at least one queue"),
      ...checkProp(
        jobQueueArns === undefined || name.length <= MAX_NAME_LENGTH_WITH_JOBS,
        "name",
        name,
        `at most ${MAX_NAME_LENGTH_WITH_JOBS} characters with jobQueueArns`,
      ),
      ...topicProblems("topicArn", topicArn, jobPoller.location),
      ...keyProblems(queueKmsKeyArn, jobPoller.location, "queueKmsKeyArn"),
      ...checkProp(
        topicArn === undefined || kmsKeyArn === undefined,
        "kmsKeyArn",
        kmsKeyArn,
        "omitted with topicArn; an existing topic has its own key",
      ),
      ...checkProp(
        topicArn === undefined || email === undefined,
        "email",
        email,
        "omitted with topicArn; an existing topic has its own subscriptions",
      ),
    ];
  });
}
