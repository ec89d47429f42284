/** Values of statusReason in AWS Batch. Clients match on them. */
export const CONTAINER_EXITED = "Essential container in task exited";
export const FAILED_TO_START = "Task failed to start";
export const ATTEMPT_TIMED_OUT = "Job attempt duration exceeded timeout";
export const DEPENDENCY_FAILED = "Dependent Job failed";
export const ARRAY_CHILD_FAILED = "Array Child Job failed";
export const QUEUE_DELETED = "Job queue was deleted";

/** @param reason - statusReason of the stuck job */
export const canceledByTimeLimit = (reason: string): string =>
  `Canceled by JobStateTimeLimit action due to reason: ${reason}`;
