/** Thrown when a document exceeds a limit of AWS. Settings can cause it, so the message says what to shorten. */
export class SizeError extends RangeError {
  override readonly name = "SizeError";

  /**
   * @param what - document, as the start of "... must have at most"
   * @param limit - maximum, with its unit
   * @param advice - way to make the document shorter
   */
  constructor(
    private readonly what: string,
    private readonly limit: { readonly size: number; readonly unit: "bytes" | "characters" },
    private readonly size: number,
    private readonly advice: string,
  ) {
    super(`${what} must have at most ${limit.size} ${limit.unit}, has ${size}; ${advice}`);
  }

  /** Returns the same error with `cause`, the reason for the size, before the advice. */
  explainedBy(cause: string): SizeError {
    return new SizeError(this.what, this.limit, this.size, `${cause}; ${this.advice}`);
  }
}
