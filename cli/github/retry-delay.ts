/** How often a request is sent at most. */
export const MAX_ATTEMPTS = 4;

/** Longest time that is waited for one request, in milliseconds: a step of a pipeline should not sit out an hour's limit. */
export const MAX_WAIT_MS = 120_000;

/** What GitHub asks of clients that hit a secondary limit which does not say how long it lasts, in milliseconds. */
const SECONDARY_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;

export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly method: string;
  readonly status: number;
  readonly message: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}

/**
 * How long to wait before a request is sent again.
 * @returns milliseconds; undefined when sending it again would not help, or do harm
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function findRetryDelayMs(failed: FailedAttempt): number | undefined {
  const { attempt, method, status } = failed;
  const limitMs = findLimitMs(failed);
  if (limitMs !== undefined) return limitMs;
  // What was made although the answer was lost would be made twice.
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
