import { randomUUID } from "node:crypto";

/** HTTP status by the error with which AWS Batch refuses a call. */
const STATUS = { ClientException: 400, TooManyRequestsException: 429, ServerException: 500 };

/** How AWS Batch answers a call that it refuses. */
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
 * A refusal in the form that AWS Batch gives most of its messages.
 * @param rule - what is wrong, with the value that was given; no full stop at the end
 */
export function clientException(rule: string): BatchApiError {
  return new BatchApiError(
    "ClientException",
    `Error executing request, Exception : ${rule}, RequestId: ${randomUUID()}`,
  );
}
