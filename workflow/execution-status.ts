/** Final statuses of an execution that did not succeed. */
export const FAILED_STATUSES = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** Final statuses of an execution. */
export const END_STATUSES = ["SUCCEEDED", ...FAILED_STATUSES] as const;

/**
 * Statuses of an execution.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export const EXECUTION_STATUSES = ["RUNNING", ...END_STATUSES] as const;

/**
 * Source and type of the event for a new status of an execution.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const EXECUTION_EVENT = {
  source: "aws.states",
  detailType: "Step Functions Execution Status Change",
} as const;
