import { WORKFLOW_ERROR } from "../../workflow/result/workflow-errors";

type BatchApiErrorName = typeof WORKFLOW_ERROR.client | typeof WORKFLOW_ERROR.throttled | typeof WORKFLOW_ERROR.server;

/** A failed call and its reply. */
export interface FailedCall {
  /** API action, like `ListJobs`. */
  readonly action: string;
  /** Error code of the reply, like `ClientException`; the name of the SDK's own error if the reply has no code. */
  readonly code: string;
  /** HTTP status of the reply; undefined without a reply. */
  readonly status: number | undefined;
}

/** A call to Batch that failed. Its name says whether a retry can help. */
export class BatchApiError extends Error {
  /** @param call - undefined if the calls succeeded, but their replies contradict each other */
  constructor(
    override readonly name: BatchApiErrorName,
    message: string,
    readonly call?: FailedCall,
  ) {
    super(message);
  }
}

/**
 * Returns whether Batch refused to list the jobs of a queue because the queue does not exist. Nothing can have been
 * submitted to it. A missing permission (AccessDeniedException) does not count.
 */
export function isUnknownQueue(error: unknown): error is BatchApiError {
  if (!(error instanceof BatchApiError)) return false;
  const { action, code, status } = error.call ?? {};
  return action === "ListJobs" && code === "ClientException" && status === 400;
}

const THROTTLING_CODES = ["ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "Throttling"];

/**
 * Error codes by which Batch or IAM refuses a request that stays wrong. All others of 4xx may pass later: expired or
 * new credentials, a clock that is wrong, or a proxy that replies instead of Batch.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html
 */
const REFUSAL_CODES = [
  "ClientException",
  "ValidationException",
  "ValidationError",
  "SerializationException",
  "RequestEntityTooLargeException",
  "AccessDeniedException",
  "AccessDenied",
  "NotAuthorized",
  "OptInRequired",
];

/** HTTP statuses of 4xx that say nothing about the request: Request Timeout and Too Early. */
const AMBIGUOUS_STATUSES = [408, 425];

/**
 * Sorts an error of the AWS SDK by whether a retry can help. An error without a reply (connection, timeout) counts as
 * the server's: it is not known whether the call took effect.
 */
export function toBatchApiError(error: unknown, action: string, resource: string): BatchApiError {
  const { code, message, status, isModeled } = readSdkError(error);
  const httpStatus = status === undefined || isModeled ? "" : ` (HTTP ${status})`;
  return new BatchApiError(findName(code, status), `${action} on ${resource}: ${code}: ${message}${httpStatus}`, {
    action,
    code,
    status,
  });
}

function findName(code: string, status: number | undefined): BatchApiErrorName {
  if (status === 429 || THROTTLING_CODES.includes(code)) return WORKFLOW_ERROR.throttled;
  if (status === undefined || status < 400 || status >= 500) return WORKFLOW_ERROR.server;
  return REFUSAL_CODES.includes(code) && !AMBIGUOUS_STATUSES.includes(status)
    ? WORKFLOW_ERROR.client
    : WORKFLOW_ERROR.server;
}

interface SdkError {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** Whether the reply had an error code, as Batch's have. */
  readonly isModeled: boolean;
}

function readSdkError(error: unknown): SdkError {
  if (!(error instanceof Error)) return { code: "Error", message: String(error), status: undefined, isModeled: false };
  const metadata: unknown = Reflect.get(error, "$metadata");
  const status: unknown =
    typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
  return {
    code: error.name,
    message: error.message,
    status: typeof status === "number" ? status : undefined,
    // The SDK gives the name Unknown to a reply without a code, and no $fault to one that it cannot parse.
    isModeled: "$fault" in error && error.name !== "Unknown",
  };
}
