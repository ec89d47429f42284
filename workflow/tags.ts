/**
 * Tag on every submitted job whose value is the ARN of the execution that submitted it. It is how a job is found
 * again when SubmitJob's reply was lost, and how a job is stopped when its execution is.
 */
export const EXECUTION_ARN_TAG = "job-status-poller:execution-arn";
