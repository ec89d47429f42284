/**
 * Names of the states. The first six are those of AWS's sample "Poll for Job Status (Lambda, AWS Batch)", so that its
 * readers recognise the picture.
 */
export const STATE = {
  submitJob: "Submit Job",
  wait: "Wait X Seconds",
  getJobStatus: "Get Job Status",
  jobComplete: "Job Complete?",
  jobFailed: "Job Failed",
  getFinalJobStatus: "Get Final Job Status",
  /** Unwraps the JobResult from an error that a Lambda function has thrown. */
  explainFailure: "Explain Failure",
  /** Takes the place of the watch when there is none. */
  submitJobFailed: "Submit Job Failed",
  /** Builds the JobResult of a run whose Lambda function has failed for too long. */
  lambdaFailed: "Lambda Failed",
  explainLambdaFailure: "Explain Lambda Failure",
  /** Only with the `sync` integration: refuses fields that no Lambda function is there to check. */
  inputAccepted: "Input Accepted?",
  inputRejected: "Input Rejected",
} as const;
