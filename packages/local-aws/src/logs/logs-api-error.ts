/** Error of CloudWatch Logs. The name is the error code. */
export class LogsApiError extends Error {
  constructor(
    override readonly name:
      | "ResourceNotFoundException"
      | "InvalidParameterException"
      | "SerializationException"
      | "UnknownOperationException",
    message: string,
  ) {
    super(message);
  }
}
