import {
  createScheduledEvent,
  parseEventPattern,
  parseInputTransformer,
  parseScheduleRate,
  parseSchedulerInput,
  TARGET_SERVICES,
  type EventRule,
  type EventSchedule,
  type EventTarget,
} from "local-aws";
import { findArnParts, formatArn, type Arn } from "../../../workflow/arn";
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
      const targetParts = parseTargetArn(findArn(target.arn));
      const targetArn = formatArn(targetParts);
      const scheduleArn = formatArn({ ...targetParts, service: "scheduler", resource: `schedule/default/${name}` });
      const createInput = parseSchedulerInput(target.input, scheduleArn);
      schedules.push({ name, everyMs: parseScheduleRate(rate), targetArn, createInput });
    });
  return { rules, schedules };
}

function readTarget({ arn, input_transformer: transformer }: RuleTarget, findArn: FindArn): EventTarget {
  return {
    arn: formatArn(parseTargetArn(findArn(arn))),
    ...(transformer !== undefined && { transform: parseInputTransformer(transformer) }),
  };
}

function readTimedTarget(name: string, everyMs: number, { arn, input }: RuleTarget, findArn: FindArn): EventSchedule {
  const targetArn = formatArn(parseTargetArn(findArn(arn)));
  const given: unknown = input === undefined ? undefined : JSON.parse(input);
  return { name, everyMs, targetArn, createInput: (nowMs) => given ?? createScheduledEvent(name, targetArn, nowMs) };
}

function parseTargetArn(arn: string): Arn {
  const parts = findArnParts(arn);
  if (parts === undefined || !TARGET_SERVICES.includes(parts.service))
    throw new Error(`local mode supports only Lambda functions, state machines and SNS topics as targets, got ${arn}`);
  return parts;
}

function explain(resource: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    throw new Error(`${resource}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
