import { STATE } from "./states";
import { FAILURE_OUTPUT, OVERALL_TIMEOUT, SUCCESS_OUTPUT } from "./sync-expressions";
import { INPUT_IS_ACCEPTED, REJECTION_CAUSE, SUBMIT_JOB_ARGUMENTS } from "./sync-input";

/**
 * The state machine that lets Step Functions wait: same input and same JobResult as the one that polls, without
 * Lambda functions. JSONata, because only its expressions can pass optional fields on and build the JobResult. It
 * cannot submit exactly once, honour `queue_timeout`, attach to a job, or show the job's progress.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
 */
export function syncDefinition() {
  return {
    Comment: "Submits an AWS Batch job and lets Step Functions wait until it has ended.",
    QueryLanguage: "JSONata",
    StartAt: STATE.inputAccepted,
    States: {
      [STATE.inputAccepted]: {
        Type: "Choice",
        Choices: [{ Condition: INPUT_IS_ACCEPTED, Next: STATE.submitJob }],
        Default: STATE.inputRejected,
      },
      [STATE.inputRejected]: { Type: "Fail", Error: "BatchJob.InvalidRequest", Cause: REJECTION_CAUSE },
      // No Retry: SubmitJob has no client token, and nothing here could look whether a failed call took effect.
      [STATE.submitJob]: {
        Type: "Task",
        Resource: "arn:aws:states:::batch:submitJob.sync",
        Arguments: SUBMIT_JOB_ARGUMENTS,
        TimeoutSeconds: OVERALL_TIMEOUT,
        Output: SUCCESS_OUTPUT,
        Catch: [{ ErrorEquals: ["States.ALL"], Output: FAILURE_OUTPUT, Next: STATE.jobFailed }],
        End: true,
      },
      [STATE.jobFailed]: {
        Type: "Fail",
        Error: "{% $states.input.error %}",
        Cause: "{% $states.input.cause %}",
      },
    },
  };
}
