import type { Attempt, JobSettings } from "./job";

/**
 * Whether a failed attempt is followed by another: the first rule of evaluateOnExit whose conditions all match decides, and
 * no match means RETRY.
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
  return rule === undefined || rule.action === "RETRY";
}

/** A condition that is absent holds; a final `*` stands for anything; what has no value is the empty text. */
function matches(pattern: string | undefined, value = ""): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
