import type { Attempt, JobSettings } from "./job";

/**
 * Returns whether to retry a failed attempt. The first evaluateOnExit rule whose conditions all match decides. If no
 * rule matches, the attempt is retried.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html
 */
export function shouldRetry(
  { attempts, evaluateOnExit }: JobSettings["retryStrategy"],
  attemptsMade: number,
  failed: Pick<Attempt, "exitCode" | "reason" | "statusReason">,
): boolean {
  if (attemptsMade >= attempts) return false;
  const rule = evaluateOnExit.find(
    ({ onExitCode, onReason, onStatusReason }) =>
      matches(onExitCode, failed.exitCode?.toString()) &&
      matches(onReason, failed.reason) &&
      matches(onStatusReason, failed.statusReason),
  );
  return rule === undefined || rule.action.toUpperCase() === "RETRY";
}

/**
 * Matches a condition. An absent condition always matches, a final `*` matches any text, and a missing value is the
 * empty text.
 */
function matches(pattern: string | undefined, value = ""): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
