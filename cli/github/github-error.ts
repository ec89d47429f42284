/** GitHub did not do what was asked, after all attempts. */
export class GithubError extends Error {
  override readonly name = "GithubError";

  /**
   * @param route - like `GET /repos/{owner}/{repo}/pulls`
   * @param status - HTTP status; 500 too when there was no answer at all
   */
  constructor(
    readonly route: string,
    readonly status: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`GitHub answers ${status} to ${route}: ${reason}`, options);
  }
}
