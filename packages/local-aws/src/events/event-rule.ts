import type { EventPattern } from "./event-pattern";

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
