import { Construct } from "constructs";
import * as z from "zod";
import type { AwsLocation } from "../aws-location";
import { checkEventProps } from "../check-event-props";
import { EventRule, eventRuleArn } from "../event-rule";
import { unless } from "../props-error";
import { WatchedDeadLetterQueue } from "../watched-dead-letter-queue";
import { objectCreatedInput } from "./object-created-input";
import { objectCreatedPattern, type ObjectFilter } from "./object-created-pattern";
import { StartExecutionRole } from "./start-execution-role";

export interface ObjectCreatedStartProps {
  readonly location: AwsLocation;
  /** Name of the rule: letters, digits, `-` or `_`; with the region at most 63 characters, because of its role. */
  readonly name: string;
  readonly stateMachineArn: string;
  /** Which objects. The bucket has to send its events to EventBridge, and is not changed. */
  readonly objects: ObjectFilter;
  /**
   * Input of each execution, in which texts may come from resources of the same app; one that is `<bucket>` or `<key>`
   * becomes the object's.
   */
  readonly input: object;
  /** SNS topic to tell when an execution could not be started. @default nobody is told */
  readonly alarmTopicArn?: string;
}

/**
 * Starts an execution for each object that is put into a bucket: at least once, rarely twice. EventBridge tries for an
 * hour; what it could not start is kept.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class ObjectCreatedStart extends Construct {
  readonly alarmArn: string;

  /**
   * @throws PropsError that names every prop that is wrong
   * @throws InvalidInputError with every rule that the input breaks
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
      ...unless(bucket !== "", "objects.bucket", bucket, "the name of a bucket"),
      ...unless(prefix !== "", "objects.prefix", prefix, "left out for any, or a text that is not empty"),
      ...unless(suffix !== "", "objects.suffix", suffix, "left out for any, or a text that is not empty"),
    ];
  });
}
