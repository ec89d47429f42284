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

/** Categories for which a poll terminates the job. */
export const TERMINATION_CATEGORIES = [
  "QueueTimeout",
  "OverallTimeout",
  "QueueBlocked",
] as const satisfies readonly FailureCategory[];

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

/**
 * Names of the errors that the Lambda functions throw on purpose. Retry and Catch match on them, so they are
 * literals: a bundler renames classes.
 */
export const WORKFLOW_ERROR = {
  /** The input breaks a rule, or Batch refused the request; nothing was submitted. Never retried. */
  invalidRequest: "BatchJob.InvalidRequest",
  /**
   * Batch refused a call: validation, access denied, disabled queue. An execution ends with `BatchJob.InvalidRequest`
   * then.
   */
  client: "BatchApi.Client",
  /** Batch asked to slow down. Retried. */
  throttled: "BatchApi.Throttled",
  /** Batch failed, or no reply came. Retried; whether the call took effect is not known. */
  server: "BatchApi.Server",
} as const;

export type WorkflowErrorName = (typeof WORKFLOW_ERROR)[keyof typeof WORKFLOW_ERROR];
