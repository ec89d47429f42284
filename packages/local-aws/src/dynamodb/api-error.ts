/** Namespaces of the DynamoDB error codes, as in `__type` of a reply. */
const NAMESPACES = {
  ConditionalCheckFailedException: "com.amazonaws.dynamodb.v20120810",
  ResourceInUseException: "com.amazonaws.dynamodb.v20120810",
  ResourceNotFoundException: "com.amazonaws.dynamodb.v20120810",
  SerializationException: "com.amazon.coral.service",
  UnknownOperationException: "com.amazon.coral.service",
  ValidationException: "com.amazon.coral.validate",
};

/** Error response of DynamoDB. The HTTP status is 400. */
export class DynamoDbError extends Error {
  constructor(
    readonly code: keyof typeof NAMESPACES,
    message: string,
    /** Further members of the reply. */
    readonly details: object = {},
  ) {
    super(message);
    this.name = code;
  }

  get type(): string {
    return `${NAMESPACES[this.code]}#${this.code}`;
  }
}

export const validationError = (message: string): DynamoDbError => new DynamoDbError("ValidationException", message);

/**
 * Error for values that are nested too deep, in the wording of DynamoDB.
 * @see https://github.com/nubo-db/dynoxide/issues/110 for the text and the limit, observed in eu-west-2
 */
export const nestingError = (): DynamoDbError =>
  validationError(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
  );

/** Error in the values of a request, in the wording of DynamoDB. */
export const invalidValues = (problem: string): DynamoDbError =>
  validationError(`One or more parameter values were invalid: ${problem}`);
