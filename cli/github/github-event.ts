import { readFile } from "node:fs/promises";
import * as z from "zod";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";

const eventSchema = z.object({
  pull_request: z
    .object({
      number: z.number(),
      head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullable() }),
      user: z.object({ login: z.string() }).optional(),
    })
    .optional(),
});

/** The pull request that a run is for. */
export interface PullRequestEvent {
  readonly number: number;
  readonly headSha: string;
  /** Why this run may not comment; undefined when it may. */
  readonly withoutRights: "fork" | "Dependabot" | undefined;
}

/**
 * Reads which pull request this run is for.
 * @returns undefined for a run that is for none
 * @throws CliError when the file of the event cannot be read
 */
export async function readPullRequestEvent({ environment }: CliContext): Promise<PullRequestEvent | undefined> {
  const { GITHUB_EVENT_PATH: file = "", GITHUB_REPOSITORY: repository, GITHUB_ACTOR: actor } = environment;
  if (file === "") return undefined;
  const { pull_request: pullRequest } = await parseEvent(file);
  if (pullRequest === undefined) return undefined;
  const { number, head } = pullRequest;
  const fromFork = head.repo?.full_name.toLowerCase() !== repository?.toLowerCase();
  const byDependabot = actor === "dependabot[bot]";
  return { number, headSha: head.sha, withoutRights: fromFork ? "fork" : byDependabot ? "Dependabot" : undefined };
}

async function parseEvent(file: string): Promise<z.infer<typeof eventSchema>> {
  try {
    return eventSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new CliError([`GITHUB_EVENT_PATH ${file} does not hold an event of GitHub`], { cause: error });
  }
}
