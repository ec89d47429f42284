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
