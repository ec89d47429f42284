import type { EventPattern } from "./event-pattern";

/** What is told: a Lambda function, a state machine or an SNS topic. */
export interface EventTarget {
  readonly arn: string;
  /** Makes of the event what the target gets. @default the event as it is */
  readonly transform?: (event: object) => unknown;
}

/** Events that match are told to targets. */
export interface EventRule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly targets: readonly EventTarget[];
}

/** A rule by which time that passes tells a target. */
export interface EventSchedule {
  readonly name: string;
  /** Milliseconds between two times; the first comes after as many. */
  readonly everyMs: number;
  readonly targetArn: string;
  /** Makes what the target gets. @param nowMs - milliseconds since 1970 */
  readonly makeInput: (nowMs: number) => unknown;
}
