import type { JobResult, JobResultAttempt } from "../../workflow/result/job-result";

/**
 * Describes a success: `The job succeeded`, or `The job succeeded on attempt 3 after 2 Spot interruptions`.
 * @param result - undefined for an execution of another state machine
 */
export function describeSuccess(result: JobResult | undefined): string {
  if (result === undefined) return "The execution succeeded";
  const { attempts } = result;
  const failed = attempts.slice(0, -1);
  if (failed.length === 0) return "The job succeeded";
  const interruptions = failed.filter(isHostTerminated).length;
  const others = failed.length - interruptions;
  const parts = [
    count(interruptions, interruptions > 0 && failed.every(isSpot) ? "Spot interruption" : "host termination"),
    count(others, "failed attempt"),
  ].filter((part) => part !== undefined);
  return `The job succeeded on attempt ${attempts.length} of ${attempts.length} after ${parts.join(" and ")}`;
}

const isSpot = ({ reason }: JobResultAttempt): boolean => /\bspot\b/i.test(reason ?? "");
const isHostTerminated = (attempt: JobResultAttempt): boolean =>
  isSpot(attempt) || /^host ec2 .*terminated/i.test(attempt.reason ?? "");

const count = (amount: number, noun: string): string | undefined =>
  amount === 0 ? undefined : `${amount} ${noun}${amount === 1 ? "" : "s"}`;
