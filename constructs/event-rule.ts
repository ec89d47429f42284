import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "./aws-location";
import type { DeadLetterQueue } from "./dead-letter-queue";
import type { LambdaFunction } from "./lambda-function";

/** When a rule calls its function: on events that match a pattern, or again and again, like `rate(15 minutes)`. */
export type EventRuleTrigger = { readonly eventPattern: object } | { readonly scheduleExpression: string };

export interface EventRuleProps {
  readonly location: AwsLocation;
  /** Name of the rule; 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly name: string;
  /** What the rule is for, shown in the EventBridge console; at most 512 characters. */
  readonly description: string;
  readonly trigger: EventRuleTrigger;
  /** What is called with the event as it is. */
  readonly target: LambdaFunction;
  /** Takes what could not be delivered; its policy has to name this rule. */
  readonly deadLetterQueue: DeadLetterQueue;
}

/**
 * How long EventBridge tries to hand an event over, in seconds, and how often at most: a longer disturbance is one that a
 * person has to know of.
 */
const RETRY_POLICY = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 20 };

/** A rule of the default event bus that calls a function, tries again, and keeps what it could not hand over. */
export class EventRule extends Construct {
  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const { location, name, description, trigger, target, deadLetterQueue } = props;
    const rule = new CloudwatchEventRule(this, "Resource", {
      name,
      description,
      ...("eventPattern" in trigger
        ? { eventPattern: JSON.stringify(trigger.eventPattern) }
        : { scheduleExpression: trigger.scheduleExpression }),
    });
    const permission = new LambdaPermission(this, "Permission", {
      statementId: name,
      action: "lambda:InvokeFunction",
      functionName: target.functionName,
      principal: "events.amazonaws.com",
      sourceArn: eventRuleArn(location, name),
      dependsOn: [target.resource],
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: target.functionName,
      arn: target.functionArn,
      retryPolicy: RETRY_POLICY,
      deadLetterConfig: { arn: deadLetterQueue.queueArn },
      // Without the permission, what the rule matches goes straight into the queue.
      dependsOn: [permission, deadLetterQueue.resource],
    });
  }
}

/** ARN of a rule of the default event bus, composed since policies name it before it exists. */
export function eventRuleArn(location: AwsLocation, name: string): string {
  return composeArn(location, "events", `rule/${name}`);
}
