import { Construct } from "constructs";
import * as z from "zod";
import type { AwsLocation } from "../../aws-location";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { checkProp } from "../../props-error";
import { WatchedDeadLetterQueue } from "../../monitoring/watched-dead-letter-queue";
import { objectCreatedInput } from "./object-created-input";
import { objectCreatedPattern, type ObjectFilter } from "./object-created-pattern";
import { StartExecutionRole } from "./start-execution-role";

export interface ObjectCreatedStartProps {
  readonly location: AwsLocation;
  /**
   * Name of the rule: letters, digits, `-` or `_`; at most 63 characters with the region, because of the role name.
   */
  readonly name: string;
  readonly stateMachineArn: string;
  /**
   * Objects that start an execution. The bucket must send events to EventBridge; this construct does not change it.
   */
  readonly objects: ObjectFilter;
  /**
   * Input of each execution. Strings can be attributes of resources in the same app. A string that is `<bucket>` or
   * `<key>` is replaced by that of the object.
   */
  readonly input: object;
  /** SNS topic notified when an execution could not be started. @default no notifications */
  readonly alarmTopicArn?: string;
}

/**
 * Starts an execution for each object created in a bucket: at least once, rarely twice. EventBridge retries for an
 * hour, then sends the event to the dead-letter queue.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class ObjectCreatedStart extends Construct {
  readonly alarmArn: string;

  /**
   * @throws PropsError that lists every invalid property
   * @throws InvalidInputError with every violated rule of the input
   */
  constructor(scope: Construct, id: string, props: ObjectCreatedStartProps) {
    super(scope, id);
    checkProps(this.node.path, props);
    const { location, name, stateMachineArn, objects, input, alarmTopicArn } = props;
    const inputTransformer = objectCreatedInput(input);
    const ruleArn = eventRuleArn(location, name);
    const deadLetterQueue = new WatchedDeadLetterQueue(this, "DeadLetterQueue", {
      location,
      name: `${name}-dead-letters`,
      ruleArns: [ruleArn],
      alarmDescription: "An execution could not be started for an object: see the messages in the queue.",
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
    this.alarmArn = deadLetterQueue.alarmArn;
    const role = new StartExecutionRole(this, "Role", {
      location,
      name,
      service: "events.amazonaws.com",
      sourceArn: ruleArn,
      stateMachineArn,
    });
    new EventRule(this, "Rule", {
      location,
      name,
      description: `Starts an execution for each new object in ${objects.bucket}`,
      trigger: { eventPattern: objectCreatedPattern(objects) },
      target: {
        id: "state-machine",
        arn: stateMachineArn,
        roleArn: role.roleArn,
        inputTransformer,
        dependables: role.dependables,
      },
      deadLetterQueue,
    });
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
