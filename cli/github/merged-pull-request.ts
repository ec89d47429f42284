import * as z from "zod";
import type { Github } from "./github";
import { listAll } from "./list-all";

const pullSchema = z.object({
  number: z.number(),
  html_url: z.string().default(""),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  body: z.string().nullish(),
  head: z.object({ sha: z.string() }),
});

export interface MergedPullRequest {
  readonly number: number;
  readonly url: string;
  /** Newest commit of the branch that was merged. */
  readonly headSha: string;
  readonly body: string;
}

/** The pull request whose merge made a commit; undefined for a commit that was pushed directly. */
export async function findMergedPullRequest(github: Github, sha: string): Promise<MergedPullRequest | undefined> {
  const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
  const pulls = await listAll(github, route, { commit_sha: sha }, pullSchema);
  // A commit also belongs to pull requests that are open still, or were merged elsewhere.
  const found = pulls.find(({ merged_at: mergedAt, merge_commit_sha: merge }) => Boolean(mergedAt) && merge === sha);
  if (found === undefined) return undefined;
  return { number: found.number, url: found.html_url, headSha: found.head.sha, body: found.body ?? "" };
}
