import { Construct } from "constructs";
import * as z from "zod";
import { addDependencies, addPermissionsBoundary } from "../../aspects";
import { checkProp } from "../../check-props";
import type { JobPollerBase } from "../../job-poller/job-poller-base";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { objectCreatedInput } from "./object-created-input";
import { objectCreatedPattern, type ObjectFilter } from "./object-created-pattern";
import { StartExecutionRole } from "./start-execution-role";

/** Properties of {@link ObjectCreatedStart}. */
export interface ObjectCreatedStartProps {
  /** Poller whose state machine is started; the resources are created in its region and account. */
  readonly jobPoller: JobPollerBase;
  /**
   * Name of the rule: letters, digits, `-` or `_`; at most 63 characters with the region, because of the role name.
   */
  readonly name: string;
  /**
   * Objects that start an execution. The bucket must send events to EventBridge; this construct does not change it.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html
   */
  readonly objects: ObjectFilter;
  /**
   * Input of each execution, as in docs/workflow.md; at most 8,192 characters as JSON. Strings can be attributes of
   * resources in the same app. A string that is `<bucket>` or `<key>` is replaced by that of the object.
   */
  readonly input: object;
  /**
   * SNS topic in the region, notified on ALARM and OK when an execution could not be started.
   * @default no notifications
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly alarmTopicArn?: string;
  /**
   * KMS key of the dead-letter queue, in the region; its policy must allow `events.amazonaws.com`.
   * @default encryption with a key that SQS owns
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  readonly kmsKeyArn?: string;
  /**
   * Permissions boundary of the role that starts executions.
   * @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundaryArn?: string;
  /**
   * Prefix of the IAM path of the role that starts executions, like `/team-a/`: at most 100 characters.
   * @default "/"
   */
  readonly rolePath?: string;
}

/**
 * Starts an execution for each object created in a bucket: at least once, rarely twice. EventBridge retries for an
 * hour, then sends the event to the dead-letter queue.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class ObjectCreatedStart extends Construct {
  /** Composed ARN, known before the alarm exists. */
  readonly alarmArn: string;

  /**
   * @throws PropsError that lists every invalid property
   * @throws InvalidInputError with every violated rule of the input
   */
  constructor(scope: Construct, id: string, props: ObjectCreatedStartProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { jobPoller, name, objects, input, alarmTopicArn } = props;
    const { location, literalStateMachineArn: stateMachineArn } = jobPoller;
    const inputTransformer = objectCreatedInput(input);
    const ruleArn = eventRuleArn(location, name);
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [ruleArn],
      kmsKeyArn: props.kmsKeyArn,
      alarmDescription: "An execution could not be started for an object: see the messages in the queue.",
      alarmTopicArn,
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const role = new StartExecutionRole(this, "Role", {
      location,
      rolePath: props.rolePath,
      name,
      service: "events.amazonaws.com",
      sourceArn: ruleArn,
      stateMachineArn,
    });
    const rule = new EventRule(this, "Rule", {
      location,
      name,
      description: `Starts an execution for each new object in ${objects.bucket}`,
      trigger: { eventPattern: objectCreatedPattern(objects) },
      target: {
        id: "state-machine",
        arn: stateMachineArn,
        roleArn: role.roleArn,
        inputTransformer,
      },
      deadLetterQueue,
    });
    rule.target.node.addDependency(role, jobPoller);
    addPermissionsBoundary(this, props.permissionsBoundaryArn);
    addDependencies(this);
  }
}

const FILTER_SCHEMA = z.object({ bucket: z.string(), prefix: z.string().optional(), suffix: z.string().optional() });

function checkProps(path: string, props: ObjectCreatedStartProps): void {
  const types = { objects: FILTER_SCHEMA, input: z.looseObject({}) };
  checkEventProps(`ObjectCreatedStart ${path}`, props, types, () => {
    const { bucket, prefix, suffix } = props.objects;
    return [
      ...checkProp(bucket !== "", "objects.bucket", bucket, "the name of a bucket"),
      ...checkProp(prefix !== "", "objects.prefix", prefix, "omitted for any key, or not empty"),
      ...checkProp(suffix !== "", "objects.suffix", suffix, "omitted for any key, or not empty"),
    ];
  });
}
