/** Why a run did not succeed. The execution's Error is `BatchJob.` followed by the category. */
export const FAILURE_CATEGORIES = [
  "UserError",
  "OutOfMemory",
  "Timeout",
  "HostTerminated",
  "ImagePull",
  "StartFailure",
  "DependencyFailed",
  "Cancelled",
  "Terminated",
  "QueueBlocked",
  "QueueTimeout",
  "RunTimeout",
  "OverallTimeout",
  "NotFound",
  "PollBudget",
  "InvalidRequest",
  "Unknown",
] as const;

export type FailureCategory = (typeof FAILURE_CATEGORIES)[number];

/** Failures that the same request may well survive when it is made again. */
const RETRYABLE: readonly FailureCategory[] = ["HostTerminated", "ImagePull", "StartFailure", "QueueTimeout"];

/**
 * Whether making the same request again, unchanged, has a fair chance, as far as the category alone says it; the text
 * of a failure may say more (reason-texts.ts).
 */
export function isRetryable(category: FailureCategory): boolean {
  return RETRYABLE.includes(category);
}

/** Why a job failed, and whether making the same request again, unchanged, has a fair chance. */
export interface Failure {
  readonly category: FailureCategory;
  readonly retryable: boolean;
}
