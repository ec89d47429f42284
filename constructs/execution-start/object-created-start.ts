import { Construct } from "constructs";
import type { AwsLocation } from "../aws-location";
import { EventRule, eventRuleArn } from "../event-rule";
import { WatchedDeadLetterQueue } from "../watched-dead-letter-queue";
import { objectCreatedInput } from "./object-created-input";
import { objectCreatedPattern, type ObjectFilter } from "./object-created-pattern";
import { StartExecutionRole } from "./start-execution-role";

export interface ObjectCreatedStartProps {
  readonly location: AwsLocation;
  /** Name of the rule; 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly name: string;
  readonly stateMachineArn: string;
  /** Which objects. The bucket has to send its events to EventBridge, and is not changed. */
  readonly objects: ObjectFilter;
  /** Input of each execution; a text that is `<bucket>` or `<key>` becomes the object's. */
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

  /** @throws InvalidInputError with every rule that the input breaks */
  constructor(scope: Construct, id: string, props: ObjectCreatedStartProps) {
    super(scope, id);
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
