import { closeTopicIssue, openGithub, parseGithubPlace, putTopicIssue, type RetryClock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";

/** Issue that exists as long as there is a problem. */
export interface ProblemIssue {
  /** Like `drift:batch-dev`; at most one open issue per topic. */
  readonly topic: string;
  readonly title: string;
  /** Markdown; empty without a problem. */
  readonly text: string;
  /** Comment that closes the issue. */
  readonly closing: string;
}

/** Opens, updates or closes the issue about a problem. @returns a line for the log */
export async function keepIssue(
  { topic, title, text, closing }: ProblemIssue,
  context: CliContext,
  clock: RetryClock,
): Promise<string> {
  const github = await openGithub(parseGithubPlace(context.environment), clock, context.interrupt);
  if (text === "") {
    const closed = await closeTopicIssue(github, topic, closing);
    return closed === undefined ? "there is no open issue" : `issue closed: ${closed.url}`;
  }
  const { what, url } = await putTopicIssue(github, topic, title, text);
  return `issue ${what}: ${url}`;
}
