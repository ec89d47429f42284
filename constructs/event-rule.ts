import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "./aws-location";
import type { DeadLetterQueue } from "./dead-letter-queue";
import { LambdaFunction } from "./lambda-function";
import { literalJson } from "./literal-json";

/** When a rule acts: on events that match a pattern, or again and again, like `rate(15 minutes)`. */
export type EventRuleTrigger = { readonly eventPattern: object } | { readonly scheduleExpression: string };

/** What the target gets instead of the event. */
export interface InputTransformer {
  /** Name of a variable -> where its value is in the event, like `$.detail.name`. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** JSON with `<name>` for variables; at most 8,192 characters. */
  readonly inputTemplate: string;
}

/** What a rule tells, other than a Lambda function. */
export interface EventTarget {
  /** 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly id: string;
  readonly arn: string;
  /** Role with which EventBridge calls the target. @default the target's own policy lets EventBridge in */
  readonly roleArn?: string;
  /** @default the event as it is */
  readonly inputTransformer?: InputTransformer;
  /** What must exist before the target is called. */
  readonly dependables: readonly ITerraformDependable[];
}

export interface EventRuleProps {
  readonly location: AwsLocation;
  /** Name of the rule; 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly name: string;
  /** What the rule is for, shown in the EventBridge console; at most 512 characters. */
  readonly description: string;
  readonly trigger: EventRuleTrigger;
  /** What is told; a function gets the event as it is. */
  readonly target: LambdaFunction | EventTarget;
  /** Takes what could not be delivered; its policy has to name this rule. */
  readonly deadLetterQueue: DeadLetterQueue;
}

/**
 * How long EventBridge tries to hand an event over, in seconds, and how often at most: a longer disturbance is one that a
 * person has to know of.
 */
export const RETRY_POLICY = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 20 };

/** A rule of the default event bus that tells a target, tries again, and keeps what it could not hand over. */
export class EventRule extends Construct {
  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const { name, description, trigger, deadLetterQueue } = props;
    const rule = new CloudwatchEventRule(this, "Resource", {
      name,
      description,
      ...("eventPattern" in trigger
        ? { eventPattern: literalJson(trigger.eventPattern) }
        : { scheduleExpression: trigger.scheduleExpression }),
    });
    const target = props.target instanceof LambdaFunction ? this.letCall(props, props.target) : props.target;
    const { id: targetId, arn, roleArn, inputTransformer, dependables } = target;
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId,
      arn,
      ...(roleArn === undefined ? {} : { roleArn }),
      ...(inputTransformer === undefined ? {} : { inputTransformer }),
      retryPolicy: RETRY_POLICY,
      deadLetterConfig: { arn: deadLetterQueue.queueArn },
      // Without the permission, what the rule matches goes straight into the queue.
      dependsOn: [...dependables, deadLetterQueue.resource],
    });
  }

  private letCall({ location, name }: EventRuleProps, lambda: LambdaFunction): EventTarget {
    const permission = new LambdaPermission(this, "Permission", {
      statementId: name,
      action: "lambda:InvokeFunction",
      functionName: lambda.functionName,
      principal: "events.amazonaws.com",
      sourceArn: eventRuleArn(location, name),
      dependsOn: [lambda.resource],
    });
    return { id: lambda.functionName, arn: lambda.functionArn, dependables: [permission] };
  }
}

/** ARN of a rule of the default event bus, composed since policies name it before it exists. */
export function eventRuleArn(location: AwsLocation, name: string): string {
  return composeArn(location, "events", `rule/${name}`);
}
