import * as z from "zod";
import type { Github } from "./github";
import { listAll } from "./list-all";

const issueSchema = z.object({
  number: z.number(),
  body: z.string().nullish(),
  html_url: z.string().default(""),
  user: z.object({ type: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});

export interface TopicIssue {
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

/** Invisible marker of the issue about a topic. */
const markerOf = (topic: string): string => `<!-- job-status-poller:${topic} -->`;

/** Finds the open issue about a topic. Only a bot's issue counts: see {@link findStickyComments}. */
async function findTopicIssue(github: Github, topic: string): Promise<TopicIssue | undefined> {
  const issues = await listAll(github, "GET /repos/{owner}/{repo}/issues", { state: "open" }, issueSchema);
  const found = issues.find(
    ({ body, user, pull_request: pullRequest }) =>
      pullRequest === undefined && user?.type === "Bot" && (body ?? "").startsWith(markerOf(topic)),
  );
  return found === undefined ? undefined : { number: found.number, url: found.html_url, body: found.body ?? "" };
}

/**
 * Opens or updates the issue about a topic.
 * @param topic - like `drift:batch-dev`
 * @param text - Markdown
 */
export async function putTopicIssue(
  github: Github,
  topic: string,
  title: string,
  text: string,
): Promise<{ readonly url: string; readonly what: "opened" | "updated" | "unchanged" }> {
  const body = `${markerOf(topic)}\n${text}`;
  const open = await findTopicIssue(github, topic);
  if (open === undefined) {
    const reply = await github.request("POST /repos/{owner}/{repo}/issues", { title, body });
    return { url: issueSchema.parse(reply).html_url, what: "opened" };
  }
  if (open.body === body) return { url: open.url, what: "unchanged" };
  await github.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: open.number,
    title,
    body,
  });
  return { url: open.url, what: "updated" };
}

/** Closes the issue about a topic. @returns undefined when there is no open issue */
export async function closeTopicIssue(github: Github, topic: string, reason: string): Promise<TopicIssue | undefined> {
  const open = await findTopicIssue(github, topic);
  if (open === undefined) return undefined;
  const place = { issue_number: open.number };
  await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...place, body: reason });
  await github.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    ...place,
    state: "closed",
    state_reason: "completed",
  });
  return open;
}
