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
  /** Newest commit of the merged branch. */
  readonly headSha: string;
  readonly body: string;
}

/** Finds the pull request that was merged as a commit; undefined for a direct push. */
export async function findMergedPullRequest(github: Github, sha: string): Promise<MergedPullRequest | undefined> {
  const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
  const pulls = await listAll(github, route, { commit_sha: sha }, pullSchema);
  // A commit also belongs to open pull requests, and to those merged into other branches.
  const found = pulls.find(({ merged_at: mergedAt, merge_commit_sha: merge }) => Boolean(mergedAt) && merge === sha);
  if (found === undefined) return undefined;
  return { number: found.number, url: found.html_url, headSha: found.head.sha, body: found.body ?? "" };
}
