import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlanReport } from "../../../delivery/parse-plan-report";
import type { PlanReport } from "../../../delivery/plan-report";

/** What `ci reviewed` tells of the pull request, beside the reports. */
export const PULL_REQUEST_FILE = "pull-request.json";

export const pullRequestSchema = z.strictObject({
  number: z.number(),
  url: z.string(),
  body: z.string(),
  headSha: z.string(),
  runUrl: z.string(),
});
export type ReviewedPullRequest = z.infer<typeof pullRequestSchema>;

/** The reports in a folder, sorted by stack; a folder that is not there holds none. */
export async function readReports(folder: string): Promise<PlanReport[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.endsWith(".json") && name !== PULL_REQUEST_FILE,
  );
  const read = names.map(async (name) => parsePlanReport(await readFile(join(folder, name), "utf8"), name));
  return (await Promise.all(read)).sort((one, other) => (one.stack < other.stack ? -1 : 1));
}

/** The pull request that was reviewed; undefined when there was none. */
export async function findReviewedPullRequest(folder: string): Promise<ReviewedPullRequest | undefined> {
  const text = await readFile(join(folder, PULL_REQUEST_FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : pullRequestSchema.parse(JSON.parse(text));
}
