import { WORKFLOW_ERROR } from "../result/failure";
import { EMPTY_RESULT } from "../result/job-result";

/**
 * Names of the states. The first six are those of AWS's sample "Poll for Job Status (Lambda, AWS Batch)", so that its
 * readers recognise the picture.
 */
export const STATE = {
  submitJob: "Submit Job",
  wait: "Wait X Seconds",
  /** Only with the integration `events`: ends when the job has changed, or like `Wait X Seconds`. */
  waitForEvent: "Wait for Event",
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

export interface PollDefinitionProps {
  /** ARN of the function that submits the job. */
  readonly submitJobFunctionArn: string;
  /** ARN of the function that looks at the job. */
  readonly checkJobFunctionArn: string;
}

/** Longest time for one attempt of a Lambda function, in seconds; above the functions' own timeout of 55 seconds. */
const TASK_TIMEOUT_SECONDS = 60;

/**
 * Retries for outages of an hour: 300 with full jitter take two and a half hours on average, five at most. Jitter
 * spreads executions that were throttled together.
 */
const BACKOFF = { IntervalSeconds: 2, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: "FULL", MaxAttempts: 300 };

/**
 * Transient errors of `Submit Job`. Each attempt after the first looks for the job before it submits, so that a retry
 * does not run it twice.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
const SUBMIT_RETRY = [
  {
    ErrorEquals: [
      WORKFLOW_ERROR.throttled,
      WORKFLOW_ERROR.server,
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.TooManyRequestsException",
      // A sandbox that ran out of time or died says nothing about the job.
      "Sandbox.Timedout",
      "Runtime.ExitError",
      "Runtime.OutOfMemory",
      "Lambda.Unknown",
      "States.Timeout",
    ],
    ...BACKOFF,
  },
];

/** A failure of the function says nothing about the job and must not end it. */
const CHECK_RETRY = [{ ErrorEquals: ["States.ALL"], ...BACKOFF }];

/** Errors of the function's own carry a JobResult; for all others one is built from the watch. */
const SUBMIT_CATCH = [
  { ErrorEquals: Object.values(WORKFLOW_ERROR), ResultPath: "$", Next: STATE.explainFailure },
  { ErrorEquals: ["States.ALL"], ResultPath: "$", Next: STATE.submitJobFailed },
];

/** Members of the JobResult that are known when the function cannot be called any more. */
const KNOWN: Readonly<Record<string, string>> = {
  jobId: "$.jobId",
  jobName: "$.jobName",
  status: "$.status",
  statusReason: "States.Format('not seen since {}: the Lambda function failed with {}', $.lastSeenAt, $.error.Error)",
  polls: "$.polls",
  reused: "$.reused",
  duplicates: "$.duplicates",
};

const LAMBDA_FAILURE_RESULT = Object.fromEntries(
  Object.entries({ ...EMPTY_RESULT, category: "Unknown" }).map(([member, value]) => {
    const path = KNOWN[member];
    return path === undefined ? [member, value] : [`${member}.$`, path];
  }),
);

/**
 * The state machine that polls: AWS's sample, repaired. A pure function of its arguments.
 * @see https://states-language.net
 */
export function pollDefinition({ submitJobFunctionArn, checkJobFunctionArn }: PollDefinitionProps) {
  return {
    Comment: "Submits an AWS Batch job and polls until it has ended.",
    StartAt: STATE.submitJob,
    States: {
      [STATE.submitJob]: {
        Type: "Task",
        Resource: submitJobFunctionArn,
        // The input is part of the execution; a second copy could exceed the limit of the state.
        Parameters: { "execution.$": "$$.Execution", "state.$": "$$.State" },
        TimeoutSeconds: TASK_TIMEOUT_SECONDS,
        Retry: SUBMIT_RETRY,
        Catch: SUBMIT_CATCH,
        Next: STATE.wait,
      },
      [STATE.wait]: { Type: "Wait", SecondsPath: "$.waitSeconds", Next: STATE.getJobStatus },
      [STATE.getJobStatus]: {
        Type: "Task",
        Resource: checkJobFunctionArn,
        Parameters: { "watch.$": "$", "state.$": "$$.State" },
        TimeoutSeconds: TASK_TIMEOUT_SECONDS,
        Retry: CHECK_RETRY,
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: STATE.lambdaFailed }],
        Next: STATE.jobComplete,
      },
      [STATE.jobComplete]: {
        Type: "Choice",
        Choices: [
          { Variable: "$.outcome", StringEquals: "FAILED", Next: STATE.jobFailed },
          { Variable: "$.outcome", StringEquals: "SUCCEEDED", Next: STATE.getFinalJobStatus },
        ],
        Default: STATE.wait,
      },
      [STATE.explainFailure]: {
        Type: "Pass",
        Parameters: { "failure.$": "States.StringToJson($.Cause)" },
        Next: STATE.jobFailed,
      },
      [STATE.submitJobFailed]: {
        Type: "Pass",
        Parameters: {
          "error.$": "$",
          jobId: null,
          jobName: null,
          status: null,
          polls: 0,
          reused: false,
          duplicates: [],
          "lastSeenAt.$": "$$.Execution.StartTime",
        },
        Next: STATE.lambdaFailed,
      },
      [STATE.lambdaFailed]: {
        Type: "Pass",
        Parameters: { "errorType.$": "$.error.Error", result: LAMBDA_FAILURE_RESULT },
        Next: STATE.explainLambdaFailure,
      },
      [STATE.explainLambdaFailure]: {
        Type: "Pass",
        Parameters: {
          failure: { "errorType.$": "$.errorType", "errorMessage.$": "States.JsonToString($.result)" },
        },
        Next: STATE.jobFailed,
      },
      [STATE.jobFailed]: { Type: "Fail", ErrorPath: "$.failure.errorType", CausePath: "$.failure.errorMessage" },
      [STATE.getFinalJobStatus]: { Type: "Pass", InputPath: "$.result", End: true },
    },
  };
}
