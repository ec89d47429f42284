import { parseEventPattern } from "../events/event-pattern";
import type { EventRule, EventSchedule } from "../events/event-rule";
import { parseScheduleRate } from "../events/schedule-rate";
import type { EventResources, Reference } from "./event-schemas";

/** What the stack says that EventBridge does. */
export interface SynthesizedEvents {
  readonly rules: readonly EventRule[];
  readonly schedules: readonly EventSchedule[];
}

/**
 * The rules of a stack, by event or by time, whose targets are its functions.
 * @param findFunctionArn - ARN of the function with an ID in the stack, or a literal ARN
 * @throws Error that names the rule, and what local mode does not know in it
 */
export function readEvents(
  resources: EventResources,
  findFunctionArn: (target: Reference) => string,
): SynthesizedEvents {
  const rules: EventRule[] = [];
  const schedules: EventSchedule[] = [];
  for (const [id, { name, event_pattern: pattern, schedule_expression: rate }] of Object.entries(
    resources.aws_cloudwatch_event_rule,
  ))
    explain(`rule ${name}`, () => {
      const targets = Object.values(resources.aws_cloudwatch_event_target).filter(({ rule }) =>
        rule.id === undefined ? rule.literal === name : rule.id === id,
      );
      const functionArns = targets.map(({ arn }) => findFunctionArn(arn));
      if (pattern !== undefined) rules.push({ name, pattern: parseEventPattern(pattern), functionArns });
      if (rate !== undefined) {
        const everyMs = parseScheduleRate(rate);
        for (const { arn, input } of targets)
          schedules.push({
            name,
            everyMs,
            functionArn: findFunctionArn(arn),
            ...(input !== undefined && { input: JSON.parse(input) }),
          });
      }
    });
  return { rules, schedules };
}

function explain(resource: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    throw new Error(`${resource}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
