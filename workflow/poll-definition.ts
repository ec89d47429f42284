import { STATE } from "./states";
import { WORKFLOW_ERROR } from "./workflow-errors";

export interface PollDefinitionProps {
  /** ARN of the function that submits the job. */
  readonly submitJobFunctionArn: string;
  /** ARN of the function that looks at the job. */
  readonly checkJobFunctionArn: string;
}

/** Longest time for one attempt of a Lambda function, in seconds; above the functions' own timeout of 30 seconds. */
const TASK_TIMEOUT_SECONDS = 60;

const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  // Executions that were throttled together must not come back together.
  JitterStrategy: "FULL",
};

/**
 * Errors that pass. Each attempt of `Submit Job` after the first looks for the job before it submits, so that retrying
 * an attempt whose outcome is not known runs nothing twice.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
const RETRY = [
  {
    ErrorEquals: [WORKFLOW_ERROR.throttled],
    ...BACKOFF,
    // Whoever asks too often together gets fewer answers, each of them only by luck: ten tries would fail one healthy
    // run in ten when twice as much is asked as Batch allows (docs/load.md). These take 50 minutes or so.
    MaxAttempts: 100,
  },
  {
    ErrorEquals: [
      WORKFLOW_ERROR.server,
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.TooManyRequestsException",
      // A sandbox that ran out of time or died says nothing about the job; giving up would end a healthy one.
      "Sandbox.Timedout",
      "Runtime.ExitError",
      "Runtime.OutOfMemory",
      "Lambda.Unknown",
      "States.Timeout",
    ],
    ...BACKOFF,
    MaxAttempts: 10,
  },
];

/** Only errors of our own carry a JobResult; Step Functions' own errors end the execution with their own Cause. */
const CATCH = [{ ErrorEquals: Object.values(WORKFLOW_ERROR), ResultPath: "$", Next: STATE.explainFailure }];

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
        // The input is read from the execution, not copied beside it: twice the input could exceed the state's limit.
        Parameters: { "execution.$": "$$.Execution", "state.$": "$$.State" },
        TimeoutSeconds: TASK_TIMEOUT_SECONDS,
        Retry: RETRY,
        Catch: CATCH,
        Next: STATE.wait,
      },
      [STATE.wait]: { Type: "Wait", SecondsPath: "$.waitSeconds", Next: STATE.getJobStatus },
      [STATE.getJobStatus]: {
        Type: "Task",
        Resource: checkJobFunctionArn,
        Parameters: { "watch.$": "$", "state.$": "$$.State" },
        TimeoutSeconds: TASK_TIMEOUT_SECONDS,
        Retry: RETRY,
        Catch: CATCH,
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
      [STATE.jobFailed]: { Type: "Fail", ErrorPath: "$.failure.errorType", CausePath: "$.failure.errorMessage" },
      [STATE.getFinalJobStatus]: { Type: "Pass", InputPath: "$.result", End: true },
    },
  };
}
