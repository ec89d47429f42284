import type { Clock } from "../clock";
import { matchesEventPattern, type EventPattern } from "./event-pattern";
import { deliverToTarget, type EventTargets } from "./event-targets";

/** Target of an event: a Lambda function, state machine or SNS topic. */
export interface EventTarget {
  readonly arn: string;
  /** Transforms the event into the input of the target. @default the unchanged event */
  readonly transform?: (event: object) => unknown;
}

/** Rule that delivers matching events to targets. */
export interface EventRule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly targets: readonly EventTarget[];
}

/** Schedule that invokes a target at a fixed rate. */
export interface EventSchedule {
  readonly name: string;
  /** Interval in milliseconds. The first run is one interval after the start. */
  readonly everyMs: number;
  readonly targetArn: string;
  /** Creates the input of the target. @param nowMs - milliseconds since 1970 */
  readonly createInput: (nowMs: number) => unknown;
}

interface EventBusOptions {
  /** Clock for schedules and retries. */
  readonly clock: Clock;
  readonly targets: EventTargets;
  readonly rules: readonly EventRule[];
  readonly schedules: readonly EventSchedule[];
  /**
   * Called for each event that could not be delivered after all retries. On AWS such an event is sent to a
   * dead-letter queue.
   */
  readonly onFailed?: (message: string) => void;
}

/** Event bus that delivers events to targets, like EventBridge. */
export interface EventBus {
  /** Delivers an event to the targets of every matching rule. Returns immediately. */
  put(event: object): void;
  /** Stops schedules, retries and pending deliveries. */
  close(): Promise<void>;
}

/** Starts the schedules and accepts events. */
export function startEventBus({ clock, targets, rules, schedules, onFailed }: EventBusOptions): EventBus {
  const closing = new AbortController();
  const { signal } = closing;
  const deliveries = new Set<Promise<void>>();
  const deliver = async (rule: string, arn: string, input: unknown): Promise<void> => {
    const failure = await deliverToTarget({ clock, targets, arn, input, signal });
    if (failure !== undefined) onFailed?.(`rule ${rule}: could not deliver to ${arn}: ${failure}`);
  };
  const track = (delivery: Promise<void>): void => {
    // Deliveries reject only when the bus closes.
    const settled = delivery.catch(() => undefined).finally(() => deliveries.delete(settled));
    deliveries.add(settled);
  };
  const repeat = async ({ name, everyMs, targetArn, createInput }: EventSchedule): Promise<void> => {
    for (;;) {
      // A schedule alone must not keep a virtual clock running.
      await clock.sleep(everyMs, signal, { background: true });
      track(deliver(name, targetArn, createInput(clock.now())));
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
