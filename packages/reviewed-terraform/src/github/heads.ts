import * as z from "zod";
import type { Github } from "./github";

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

/** Fetches the newest commit of a branch. */
export async function fetchBranchSha(github: Github, branch: string): Promise<string> {
  const reply = await github.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ref: `heads/${branch}` });
  return refSchema.parse(reply).object.sha;
}

const pullSchema = z.object({ head: z.object({ sha: z.string() }) });

/** Fetches the newest commit of a pull request. */
export async function fetchHeadSha(github: Github, pullNumber: number): Promise<string> {
  const reply = await github.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: pullNumber });
  return pullSchema.parse(reply).head.sha;
}
