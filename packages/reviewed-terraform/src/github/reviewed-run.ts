import * as z from "zod";
import type { Github } from "./github";
import { listAll } from "./list-all";

const runSchema = z.object({
  id: z.number(),
  path: z.string(),
  event: z.string(),
  head_sha: z.string(),
  conclusion: z.string().nullish(),
  html_url: z.string().default(""),
  head_repository: z.object({ full_name: z.string() }).nullish(),
});
const runsSchema = z.object({ workflow_runs: z.unknown() });

export interface ReviewedRun {
  readonly id: number;
  readonly url: string;
}

/**
 * Finds the newest successful run of a workflow for a commit of a pull request. Checks all filters again: reviewers
 * did not see artifacts of another workflow, a fork or another commit.
 * @param workflow - name of its file, like `pull-request.yml`
 * @param repository - `owner/name`
 */
export async function findReviewedRun(
  github: Github,
  workflow: string,
  headSha: string,
  repository: string,
): Promise<ReviewedRun | undefined> {
  const runs = await listAll(
    github,
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    { workflow_id: workflow, head_sha: headSha, event: "pull_request", status: "success" },
    runSchema,
    (reply) => runsSchema.parse(reply).workflow_runs,
  );
  const matching = runs.filter(
    (run) =>
      run.path.split("@")[0] === `.github/workflows/${workflow}` &&
      run.event === "pull_request" &&
      run.head_sha === headSha &&
      run.conclusion === "success" &&
      run.head_repository?.full_name.toLowerCase() === repository.toLowerCase(),
  );
  const newest = matching.sort((one, other) => other.id - one.id)[0];
  return newest === undefined ? undefined : { id: newest.id, url: newest.html_url };
}
