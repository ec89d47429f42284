import { randomUUID } from "node:crypto";

/** HTTP status by AWS Batch error code. */
const STATUS = { ClientException: 400, TooManyRequestsException: 429, ServerException: 500 };

/** Error response of AWS Batch. */
export class BatchApiError extends Error {
  constructor(
    readonly code: keyof typeof STATUS,
    message: string,
  ) {
    super(message);
    this.name = code;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/**
 * Creates a ClientException with a message in the format of AWS Batch.
 * @param rule - the violated rule and the given value, without a final full stop
 */
export function clientException(rule: string): BatchApiError {
  return new BatchApiError(
    "ClientException",
    `Error executing request, Exception : ${rule}, RequestId: ${randomUUID()}`,
  );
}
