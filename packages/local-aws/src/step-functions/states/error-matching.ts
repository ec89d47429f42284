/** Errors that Retry and Catch cannot handle. */
const TERMINAL_ERRORS = ["States.Runtime"];

/**
 * Returns whether `errorEquals` of a retrier or catcher matches `error`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (TERMINAL_ERRORS.includes(error)) return false;
  if (errorEquals.includes(error)) return true;
  // AWS documents that neither wildcard matches the data limit, and that the second does not match a timeout.
  if (error === "States.DataLimitExceeded") return false;
  if (errorEquals.includes("States.ALL")) return true;
  return errorEquals.includes("States.TaskFailed") && error !== "States.Timeout";
}
