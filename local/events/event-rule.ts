import type { EventPattern } from "./event-pattern";

/** Events that match invoke functions. */
export interface EventRule {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly functionArns: readonly string[];
}

/** A rule by which time that passes invokes a function. */
export interface EventSchedule {
  readonly name: string;
  /** Milliseconds between two invocations; the first comes after as many. */
  readonly everyMs: number;
  readonly functionArn: string;
  /** What the function gets. @default an event that names the rule and the time */
  readonly input?: unknown;
}
