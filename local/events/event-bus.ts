import type { Clock } from "../clock";
import type { LambdaInvoker } from "../lambda/lambda-invoker";
import { matchesEventPattern } from "./event-pattern";
import type { EventRule, EventSchedule } from "./event-rule";
import { invokeAsynchronously } from "./invoke-asynchronously";
import { makeScheduledEvent } from "./scheduled-event";

export interface EventBusOptions {
  /** Schedules and retries come from it. */
  readonly clock: Clock;
  readonly lambdas: LambdaInvoker;
  readonly rules: readonly EventRule[];
  readonly schedules: readonly EventSchedule[];
  /** Told of each event that was given up after all retries: on AWS it is in a dead-letter queue then. */
  readonly onGivenUp?: (message: string) => void;
}

/** What stands between an event and the functions that it is for, as EventBridge does. */
export interface EventBus {
  /** Invokes the functions of every rule that the event matches, and returns at once. */
  put(event: object): void;
  /** Ends schedules and waits between retries, and gives up what is under way. */
  close(): Promise<void>;
}

/** Starts the schedules, and takes events from then on. */
export function startEventBus({ clock, lambdas, rules, schedules, onGivenUp }: EventBusOptions): EventBus {
  const closing = new AbortController();
  const { signal } = closing;
  const deliveries = new Set<Promise<void>>();
  const deliver = async (source: string, functionArn: string, event: unknown): Promise<void> => {
    const result = await invokeAsynchronously({ clock, lambdas, functionArn, event, signal });
    if (!result.ok) onGivenUp?.(`${source}: ${functionArn} failed for good with ${result.error}: ${result.cause}`);
  };
  const track = (delivery: Promise<void>): void => {
    // The only rejection is the signal's, once nothing matters any more.
    const settled = delivery.catch(() => undefined).finally(() => deliveries.delete(settled));
    deliveries.add(settled);
  };
  const repeat = async (schedule: EventSchedule): Promise<void> => {
    const { name, everyMs, functionArn } = schedule;
    for (;;) {
      // A schedule alone is no reason for a virtual clock to go on.
      await clock.sleep(everyMs, signal, { background: true });
      track(deliver(`rule ${name}`, functionArn, schedule.input ?? makeScheduledEvent(schedule, clock.now())));
    }
  };
  for (const schedule of schedules) track(repeat(schedule));
  return {
    put(event) {
      for (const { name, pattern, functionArns } of rules)
        if (matchesEventPattern(pattern, event))
          for (const functionArn of functionArns) track(deliver(`rule ${name}`, functionArn, event));
    },
    async close() {
      closing.abort(new Error("the local event bus was closed"));
      await Promise.all(deliveries);
    },
  };
}
