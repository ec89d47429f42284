import * as z from "zod";
import type { Github } from "./github";
import { GithubError } from "./github-error";
import { listAll } from "./list-all";

const commentSchema = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
});

export interface StickyComment {
  readonly id: number;
  readonly body: string;
}

/**
 * Finds the comments that start with a marker. Only a bot's comments count, so that a person's quote is never
 * overwritten. Any workflow can write as this bot: comments inform people and prove nothing.
 */
export async function findStickyComments(
  github: Github,
  issueNumber: number,
  marker: string,
): Promise<readonly StickyComment[]> {
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const comments = await listAll(github, route, { issue_number: issueNumber }, commentSchema);
  return comments
    .filter(({ body, user }) => user?.type === "Bot" && (body ?? "").startsWith(marker))
    .map(({ id, body }) => ({ id, body: body ?? "" }));
}

/** Creates or updates the comment. @param body - starts with the marker */
export async function putStickyComment(
  github: Github,
  issueNumber: number,
  marker: string,
  body: string,
): Promise<"created" | "updated"> {
  try {
    return await putOnce(github, issueNumber, marker, body);
  } catch (error) {
    // The comment may exist although the response was lost: search again.
    if (!(error instanceof GithubError) || !error.mayBeDone || !error.route.startsWith("POST")) throw error;
    return putOnce(github, issueNumber, marker, body);
  }
}

async function putOnce(
  github: Github,
  issueNumber: number,
  marker: string,
  body: string,
): Promise<"created" | "updated"> {
  const [found] = await findStickyComments(github, issueNumber, marker);
  if (found === undefined) {
    await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      issue_number: issueNumber,
      body,
    });
    return "created";
  }
  if (found.body !== body) await updateComment(github, found.id, body);
  return "updated";
}

export async function updateComment(github: Github, commentId: number, body: string): Promise<void> {
  await github.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: commentId, body });
}
