import type { Clock } from "../clock";
import { matchesEventPattern } from "./event-pattern";
import type { EventRule, EventSchedule } from "./event-rule";
import { tellTarget, type EventTargets } from "./event-targets";

export interface EventBusOptions {
  /** Schedules and retries come from it. */
  readonly clock: Clock;
  readonly targets: EventTargets;
  readonly rules: readonly EventRule[];
  readonly schedules: readonly EventSchedule[];
  /** Told of each event that was given up after all retries: on AWS it is in a dead-letter queue then. */
  readonly onGivenUp?: (message: string) => void;
}

/** What stands between an event and those that it is for, as EventBridge does. */
export interface EventBus {
  /** Tells the targets of every rule that the event matches, and returns at once. */
  put(event: object): void;
  /** Ends schedules and waits between retries, and gives up what is under way. */
  close(): Promise<void>;
}

/** Starts the schedules, and takes events from then on. */
export function startEventBus({ clock, targets, rules, schedules, onGivenUp }: EventBusOptions): EventBus {
  const closing = new AbortController();
  const { signal } = closing;
  const deliveries = new Set<Promise<void>>();
  const deliver = async (rule: string, arn: string, input: unknown): Promise<void> => {
    const failure = await tellTarget({ clock, targets, arn, input, signal });
    if (failure !== undefined) onGivenUp?.(`rule ${rule}: ${arn} failed for good with ${failure}`);
  };
  const track = (delivery: Promise<void>): void => {
    // The only rejection is the signal's, once nothing matters any more.
    const settled = delivery.catch(() => undefined).finally(() => deliveries.delete(settled));
    deliveries.add(settled);
  };
  const repeat = async ({ name, everyMs, targetArn, makeInput }: EventSchedule): Promise<void> => {
    for (;;) {
      // A schedule alone is no reason for a virtual clock to go on.
      await clock.sleep(everyMs, signal, { background: true });
      track(deliver(name, targetArn, makeInput(clock.now())));
    }
  };
  for (const schedule of schedules) track(repeat(schedule));
  return {
    put(event) {
      for (const rule of rules)
        if (matchesEventPattern(rule.pattern, event))
          for (const { arn, transform } of rule.targets)
            track(deliver(rule.name, arn, transform === undefined ? event : transform(event)));
    },
    async close() {
      closing.abort(new Error("the local event bus was closed"));
      await Promise.all(deliveries);
    },
  };
}
