import {
  createScheduledEvent,
  isTargetArn,
  parseEventPattern,
  parseInputTransformer,
  parseScheduleRate,
  parseSchedulerInput,
  type EventRule,
  type EventSchedule,
  type EventTarget,
} from "local-aws";
import type { EventResources, Reference } from "./job-poller-stack-schema";

/** Event rules and schedules of a synthesized stack. */
export interface SynthesizedEvents {
  readonly rules: readonly EventRule[];
  readonly schedules: readonly EventSchedule[];
}

/** Returns the ARN of the function with an ID in the stack, or the literal ARN. */
type FindArn = (target: Reference) => string;
type RuleTarget = EventResources["aws_cloudwatch_event_target"][string];

/**
 * Reads the event rules and schedules of a stack.
 * @throws Error that names the rule or schedule and the property that local mode does not support
 */
export function readEvents(resources: EventResources, findArn: FindArn): SynthesizedEvents {
  const rules: EventRule[] = [];
  const schedules: EventSchedule[] = [];
  for (const [id, { name, event_pattern: pattern, schedule_expression: rate }] of Object.entries(
    resources.aws_cloudwatch_event_rule,
  ))
    explain(`rule ${name}`, () => {
      const targets = Object.values(resources.aws_cloudwatch_event_target).filter(({ rule }) =>
        rule.id === undefined ? rule.literal === name : rule.id === id,
      );
      if (pattern !== undefined)
        rules.push({
          name,
          pattern: parseEventPattern(pattern),
          targets: targets.map((target) => readTarget(target, findArn)),
        });
      if (rate !== undefined) {
        const everyMs = parseScheduleRate(rate);
        schedules.push(...targets.map((target) => readTimedTarget(name, everyMs, target, findArn)));
      }
    });
  for (const { name, schedule_expression: rate, target } of Object.values(resources.aws_scheduler_schedule))
    explain(`schedule ${name}`, () => {
      const targetArn = knownArn(findArn(target.arn));
      const createInput = parseSchedulerInput(target.input, name, targetArn);
      schedules.push({ name, everyMs: parseScheduleRate(rate), targetArn, createInput });
    });
  return { rules, schedules };
}

function readTarget({ arn, input_transformer: transformer }: RuleTarget, findArn: FindArn): EventTarget {
  return {
    arn: knownArn(findArn(arn)),
    ...(transformer !== undefined && { transform: parseInputTransformer(transformer) }),
  };
}

function readTimedTarget(name: string, everyMs: number, { arn, input }: RuleTarget, findArn: FindArn): EventSchedule {
  const targetArn = knownArn(findArn(arn));
  const given: unknown = input === undefined ? undefined : JSON.parse(input);
  return { name, everyMs, targetArn, createInput: (nowMs) => given ?? createScheduledEvent(name, targetArn, nowMs) };
}

function knownArn(arn: string): string {
  if (!isTargetArn(arn))
    throw new Error(`local mode supports only Lambda functions, state machines and SNS topics as targets, got ${arn}`);
  return arn;
}

function explain(resource: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    throw new Error(`${resource}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
