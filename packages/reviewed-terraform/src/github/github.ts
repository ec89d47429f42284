import * as z from "zod";
import { GithubError } from "./github-error";
import type { GithubPlace } from "./github-place";
import { findRetryDelayMs, MAX_ATTEMPTS, MAX_WAIT_MS } from "./retry-delay";

/** Clock of the waits between attempts. */
export interface RetryClock {
  /** Current time, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** @throws the signal's reason if `signal` is aborted */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export type GithubParameters = Readonly<Record<string, unknown>>;

/** GitHub API of one repository. */
export interface Github {
  /**
   * Sends a request and retries it on rate limits and server errors.
   * @param route - like `GET /repos/{owner}/{repo}/pulls/{number}`; owner and repo are filled in
   * @throws GithubError when GitHub rejects the request or is unavailable for too long
   */
  request(route: string, parameters?: GithubParameters): Promise<unknown>;
}

const replySchema = z.object({ data: z.unknown() });
const failureSchema = z.object({
  status: z.number(),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
});

/**
 * Opens the API of a repository.
 * @param interrupt - ends requests and waits
 * @param maxWaitMs - maximum total delay of the retries of a request, in milliseconds; 0 for no retries
 */
export async function openGithub(
  place: GithubPlace,
  clock: RetryClock,
  interrupt: AbortSignal,
  maxWaitMs = MAX_WAIT_MS,
): Promise<Github> {
  const { Octokit } = await import("@octokit/core");
  const { apiUrl: baseUrl, token: auth, owner, repo } = place;
  // Octokit would log failures that are handled here.
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = new Octokit({ auth, baseUrl, userAgent: "job-status-poller", log });
  const send = async (route: string, parameters: GithubParameters): Promise<unknown> => {
    const reply: unknown = await octokit.request(route, {
      owner,
      repo,
      ...parameters,
      request: { signal: interrupt },
    });
    return replySchema.parse(reply).data;
  };
  return {
    request: (route, parameters = {}) => retry(route, () => send(route, parameters), clock, { interrupt, maxWaitMs }),
  };
}

const ignore = (): undefined => undefined;

async function retry(
  route: string,
  send: () => Promise<unknown>,
  clock: RetryClock,
  { interrupt, maxWaitMs }: { readonly interrupt: AbortSignal; readonly maxWaitMs: number },
): Promise<unknown> {
  const [method = ""] = route.split(" ");
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const { status = 500, response } = failureSchema.safeParse(error).data ?? {};
      const message = error instanceof Error ? error.message : String(error);
      const nowMs = clock.now();
      const delayMs = findRetryDelayMs({ attempt, method, status, message, headers: response?.headers ?? {}, nowMs });
      if (delayMs === undefined || attempt === MAX_ATTEMPTS || waitedMs + delayMs > maxWaitMs || interrupt.aborted)
        throw new GithubError(route, response === undefined ? undefined : status, message, { cause: error });
      waitedMs += delayMs;
      await clock.sleep(delayMs, interrupt);
    }
  }
}
