/** Error response of the Step Functions API. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** Error code, such as `ExecutionDoesNotExist`. */
    readonly code: string,
    message: string,
    readonly reason?: string,
  ) {
    super(message);
  }
}

export const validationError = (message: string, reason?: string): ApiError =>
  new ApiError("ValidationException", message, reason);

export const conflict = (message: string): ApiError => new ApiError("ConflictException", message);

export const stateMachineDoesNotExist = (arn: string): ApiError =>
  new ApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);

export const stateMachineDeleting = (arn: string): ApiError =>
  new ApiError("StateMachineDeleting", `State Machine is being deleted: '${arn}'`);

/** @param hint - local reason, after AWS's text */
export const executionDoesNotExist = (arn: string, hint = ""): ApiError =>
  new ApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'${hint}`);

export const resourceNotFound = (arn?: string): ApiError =>
  new ApiError(
    "ResourceNotFound",
    arn === undefined ? "Request references a resource that does not exist." : `Resource not found: '${arn}'`,
  );
