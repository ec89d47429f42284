/** Maximum number of attempts. */
export const MAX_ATTEMPTS = 4;

/** Maximum delay before a retry, in milliseconds; a pipeline step should not wait for an hourly limit. */
export const MAX_WAIT_MS = 120_000;

/** Delay after a secondary rate limit without a retry-after header, in milliseconds, as GitHub recommends. */
const SECONDARY_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;

export interface FailedAttempt {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly status: number;
  readonly message: string;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}

/**
 * Delay before a retry.
 * @returns milliseconds; undefined when the request must not be retried
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function findRetryDelayMs(failed: FailedAttempt): number | undefined {
  const { attempt, method, status } = failed;
  const limitMs = findLimitMs(failed);
  if (limitMs !== undefined) return limitMs;
  // A POST without a response may have taken effect; a retry would create a duplicate.
  return status >= 500 && method !== "POST" ? FIRST_BACKOFF_MS * 2 ** (attempt - 1) : undefined;
}

function findLimitMs({ attempt, status, message, headers, nowMs }: FailedAttempt): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const retryAfterSeconds = Number(headers["retry-after"] ?? Number.NaN);
  if (retryAfterSeconds >= 0) return retryAfterSeconds * 1000;
  const resetSeconds = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  if (String(headers["x-ratelimit-remaining"]) === "0" && resetSeconds > 0)
    return Math.max(FIRST_BACKOFF_MS, resetSeconds * 1000 - nowMs);
  if (status === 429 || /rate limit|abuse/i.test(message)) return SECONDARY_LIMIT_MS * 2 ** (attempt - 1);
  return undefined;
}
