/** Failed GitHub request, after all retries. */
export class GithubError extends Error {
  override readonly name = "GithubError";

  /**
   * @param route - like `GET /repos/{owner}/{repo}/pulls`
   * @param status - HTTP status; undefined without a response
   */
  constructor(
    readonly route: string,
    readonly status: number | undefined,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`GitHub ${status === undefined ? "gives no answer" : `answers ${status}`} to ${route}: ${reason}`, options);
  }

  /** Whether the request may have taken effect without a response. */
  get mayBeDone(): boolean {
    return this.status === undefined || this.status >= 500;
  }
}
