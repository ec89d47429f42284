import { WORKFLOW_ERROR, type FailureCategory, type WorkflowErrorName } from "../../workflow/result/failure";
import { EMPTY_RESULT, formatCause, type JobResult } from "../../workflow/result/job-result";
import { BatchApiError } from "../shared/batch-api";

/**
 * Longest message, in bytes: Step Functions wraps it into JSON once more, which at most doubles it, and keeps 32,768
 * characters of that.
 */
const MAX_MESSAGE_BYTES = 16_000;

/** An error whose message is a JobResult, which `Explain Failure` makes the Cause of the execution. */
export class WorkflowError extends Error {
  constructor(
    override readonly name: WorkflowErrorName,
    readonly result: JobResult,
  ) {
    super(formatCause(result, MAX_MESSAGE_BYTES));
    // The stack begins with the message, and would bring it into the Cause a second time.
    this.stack = name;
  }
}

/**
 * Runs `work`.
 * @throws WorkflowError with the job's name when a call to Batch fails
 */
export async function explainBatchErrors<T>(jobName: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BatchApiError)) throw error;
    const isRefused = error.name === WORKFLOW_ERROR.client;
    const category: FailureCategory = isRefused ? "InvalidRequest" : "Unknown";
    throw new WorkflowError(isRefused ? WORKFLOW_ERROR.invalidRequest : error.name, {
      ...EMPTY_RESULT,
      jobName,
      category,
      retryable: !isRefused,
      statusReason: error.message,
    });
  }
}
