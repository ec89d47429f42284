import * as z from "zod";
import type { Github } from "./github";
import { listAll } from "./list-all";

const pullSchema = z.object({
  number: z.number(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ ref: z.string() }),
});

export interface MergedPullRequest {
  readonly number: number;
  /** Newest commit of the merged branch. */
  readonly headSha: string;
  readonly body: string;
  /** Author of a pull request that is not planned: `Dependabot` or `a fork`. */
  readonly withoutPlan: "Dependabot" | "a fork" | undefined;
}

/**
 * Finds the pull request that was merged as a commit.
 * @param branch - base branch of the pull request
 * @param repository - `owner/name`
 * @returns undefined for a direct push
 */
export async function findMergedPullRequest(
  github: Github,
  sha: string,
  branch: string,
  repository: string,
): Promise<MergedPullRequest | undefined> {
  const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
  const pulls = await listAll(github, route, { commit_sha: sha }, pullSchema);
  // A commit also belongs to open pull requests, and to those merged into other branches.
  const found = pulls.find(
    ({ merged_at: mergedAt, merge_commit_sha: merge, base }) =>
      Boolean(mergedAt) && merge === sha && base.ref === branch,
  );
  if (found === undefined) return undefined;
  const { number, head, body, user } = found;
  const isFork = head.repo?.full_name.toLowerCase() !== repository.toLowerCase();
  const withoutPlan = user?.login === "dependabot[bot]" ? "Dependabot" : isFork ? "a fork" : undefined;
  return { number, headSha: head.sha, body: body ?? "", withoutPlan };
}
