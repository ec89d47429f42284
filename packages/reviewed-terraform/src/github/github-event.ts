import { readFile } from "node:fs/promises";
import * as z from "zod";
import { DeliveryError } from "../delivery-error";
import type { Environment } from "./github-place";

const eventSchema = z.object({
  pull_request: z
    .object({
      number: z.number(),
      head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullable() }),
      user: z.object({ login: z.string() }).optional(),
    })
    .optional(),
});

/** Pull request of a run. */
export interface PullRequestEvent {
  readonly number: number;
  readonly headSha: string;
  /** Reason why this run cannot comment; undefined when it can. */
  readonly withoutRights: "fork" | "Dependabot" | undefined;
}

/**
 * Reads the pull request of this run.
 * @returns undefined for a run without a pull request
 * @throws DeliveryError when the file of the event cannot be read
 */
export async function readPullRequestEvent(environment: Environment): Promise<PullRequestEvent | undefined> {
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
    throw new DeliveryError([`GITHUB_EVENT_PATH ${file} is not a GitHub event`], { cause: error });
  }
}
