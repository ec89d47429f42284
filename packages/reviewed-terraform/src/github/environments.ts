import * as z from "zod";
import type { Github } from "./github";
import { GithubError } from "./github-error";

const environmentSchema = z.object({
  protection_rules: z.array(z.object({ type: z.string(), reviewers: z.array(z.unknown()).optional() })).default([]),
});

/**
 * Returns whether a GitHub environment has required reviewers. An environment that does not exist has none: GitHub
 * would create it, without protection, for the first job that uses it.
 * @throws GithubError when GitHub does not answer
 */
export async function hasReviewers(github: Github, environment: string): Promise<boolean> {
  const route = "GET /repos/{owner}/{repo}/environments/{environment_name}";
  try {
    const reply = environmentSchema.parse(await github.request(route, { environment_name: environment }));
    return reply.protection_rules.some(
      ({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0,
    );
  } catch (error) {
    if (error instanceof GithubError && error.status === 404) return false;
    throw error;
  }
}
