import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../aws-location";
import type { DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { LambdaFunction } from "../job-poller/lambda-function";
import { literalJson } from "../literal-json";

/** Trigger of a rule: an event pattern, or a schedule like `rate(15 minutes)`. */
export type EventRuleTrigger = { readonly eventPattern: object } | { readonly scheduleExpression: string };

/** Transformation of the event into the target's input. */
export interface InputTransformer {
  /** Variable name -> JSON path of its value in the event, like `$.detail.name`. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** JSON template in which `<name>` is a variable; at most 8,192 characters. */
  readonly inputTemplate: string;
}

/** Target of a rule other than a Lambda function. */
export interface EventTarget {
  /** 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly id: string;
  /** ARN of the target. */
  readonly arn: string;
  /**
   * Role that EventBridge assumes to invoke the target.
   * @default none; the target's resource policy allows EventBridge
   */
  readonly roleArn?: string;
  /** @default the target receives the unchanged event */
  readonly inputTransformer?: InputTransformer;
}

export interface EventRuleProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the rule; 1 to 64 letters, digits, `.`, `-` or `_`. */
  readonly name: string;
  /** Description shown in the EventBridge console; at most 512 characters. */
  readonly description: string;
  /** Event pattern or schedule that invokes the target. */
  readonly trigger: EventRuleTrigger;
  /** Target to invoke; a function receives the unchanged event. */
  readonly target: LambdaFunction | EventTarget;
  /** Queue for undeliverable events; its policy must allow this rule. */
  readonly deadLetterQueue: DeadLetterQueue;
}

/**
 * Maximum age of an event, in seconds, and maximum number of retries. After that, EventBridge sends the event to the
 * dead-letter queue.
 */
export const RETRY_POLICY = { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 20 };

/** Rule on the default event bus with one target, retries and a dead-letter queue. */
export class EventRule extends Construct {
  /** Target of the rule. It must depend on what the target needs, such as a role. */
  readonly target: CloudwatchEventTarget;

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
    const {
      id: targetId,
      arn,
      roleArn,
      inputTransformer,
    } = props.target instanceof LambdaFunction ? targetOf(props.target) : props.target;
    this.target = new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId,
      arn,
      ...(roleArn === undefined ? {} : { roleArn }),
      ...(inputTransformer === undefined ? {} : { inputTransformer }),
      retryPolicy: RETRY_POLICY,
      deadLetterConfig: { arn: deadLetterQueue.queueArn },
    });
    // Without the permission, EventBridge sends every event to the dead-letter queue.
    if (props.target instanceof LambdaFunction) this.target.node.addDependency(this.allowInvoke(props, props.target));
    this.target.node.addDependency(deadLetterQueue);
  }

  private allowInvoke({ location, name }: EventRuleProps, lambda: LambdaFunction): LambdaPermission {
    const permission = new LambdaPermission(this, "Permission", {
      statementId: name,
      action: "lambda:InvokeFunction",
      functionName: lambda.functionName,
      principal: "events.amazonaws.com",
      sourceArn: eventRuleArn(location, name),
    });
    permission.node.addDependency(lambda);
    return permission;
  }
}

const targetOf = ({ functionName, functionArn }: LambdaFunction): EventTarget => ({
  id: functionName,
  arn: functionArn,
});

/** Composes the ARN of a rule on the default event bus; policies need it before the rule exists. */
export function eventRuleArn(location: AwsLocation, name: string): string {
  return composeArn(location, "events", `rule/${name}`);
}
