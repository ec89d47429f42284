import type { Retrier } from "../definition/state-schemas";
import type { RandomSource } from "../random-source";
import type { StateFailure } from "./state-failure";

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/** Error names of a failed state. */
type Failure = Pick<StateFailure, "error" | "options">;

/** Retry counts of one visit to a state. Each retrier has its own count. */
export class RetryPolicy {
  private readonly counts = new Map<Retrier, number>();

  constructor(
    private readonly retriers: readonly Retrier[],
    private readonly random: RandomSource,
  ) {}

  /** Returns the delay before the next attempt, in milliseconds, or undefined if there are no more attempts. */
  findDelayMs(failure: Failure): number | undefined {
    const retrier = this.retriers.find(({ ErrorEquals }) => matchesError(ErrorEquals, failure));
    if (retrier === undefined) return undefined;
    const count = this.counts.get(retrier) ?? 0;
    if (count >= (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined;
    this.counts.set(retrier, count + 1);
    const seconds = Math.min(
      (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** count,
      retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    );
    return 1000 * (retrier.JitterStrategy === "FULL" ? seconds * this.random.next() : seconds);
  }
}

/** Errors that Retry and Catch cannot handle. */
const TERMINAL_ERRORS = ["States.Runtime"];
/** Errors that States.TaskFailed does not match. */
const NOT_TASK_FAILED = ["States.Timeout", "States.DataLimitExceeded"];

/**
 * Returns whether `errorEquals` of a retrier or catcher matches a failure.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(errorEquals: readonly string[], { error = "", options }: Failure): boolean {
  if (TERMINAL_ERRORS.includes(error)) return false;
  if (errorEquals.includes(error) || errorEquals.includes(options.alias ?? error)) return true;
  // The documentation excludes States.DataLimitExceeded, but AWS catches it: see docs/limits.md.
  if (errorEquals.includes("States.ALL")) return true;
  return errorEquals.includes("States.TaskFailed") && !NOT_TASK_FAILED.includes(error);
}
