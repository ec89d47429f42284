/** GitHub did not do what was asked, after all attempts. */
export class GithubError extends Error {
  override readonly name = "GithubError";

  /**
   * @param route - like `GET /repos/{owner}/{repo}/pulls`
   * @param status - HTTP status; undefined when there was no answer at all
   */
  constructor(
    readonly route: string,
    readonly status: number | undefined,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`GitHub ${status === undefined ? "gives no answer" : `answers ${status}`} to ${route}: ${reason}`, options);
  }

  /** Whether it may have been done although nobody said so. */
  get mayBeDone(): boolean {
    return this.status === undefined || this.status >= 500;
  }
}
