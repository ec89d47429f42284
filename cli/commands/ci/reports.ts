import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parsePlanReport, type PlanReport } from "reviewed-terraform";
import { CliError } from "../../cli-error";

/** File about the pull request, written by `ci reviewed` next to the reports. */
export const PULL_REQUEST_FILE = "pull-request.json";

const pullRequestSchema = z.strictObject({
  number: z.number(),
  url: z.string(),
  body: z.string(),
  headSha: z.string(),
  runUrl: z.string(),
});
export type ReviewedPullRequest = z.infer<typeof pullRequestSchema>;

/** Prefix of the artifacts with one report each, named `plan-STACK`. */
export const ARTIFACT_PREFIX = "plan-";

/**
 * Reads the reports in a folder, sorted by stack; an absent folder has none. A report is `STACK.json`, or
 * `plan-STACK/STACK.json` in the folder of its artifact. Other files are ignored.
 * @throws CliError for a report that is missing, duplicate or of another stack than its name says
 */
export async function readReports(folder: string): Promise<PlanReport[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const stacks = entries.flatMap((entry) => {
    const { name } = entry;
    if (entry.isDirectory())
      return name.startsWith(ARTIFACT_PREFIX) ? { stack: name.slice(ARTIFACT_PREFIX.length), path: name } : [];
    return name.endsWith(".json") && name !== PULL_REQUEST_FILE
      ? { stack: name.slice(0, -".json".length), path: "." }
      : [];
  });
  const twice = stacks.find(({ stack }, index) => stacks.findIndex((other) => other.stack === stack) !== index);
  if (twice !== undefined) throw new CliError([`there are two reports of ${twice.stack} in ${folder}; plan again`]);
  const read = stacks.map(async ({ stack, path }) => {
    const text = await readFile(join(folder, path, `${stack}.json`), "utf8").catch(() => undefined);
    return parseReportOf(stack, text, path === "." ? folder : `artefact ${path}`);
  });
  return (await Promise.all(read)).sort((one, other) => (one.stack < other.stack ? -1 : 1));
}

/**
 * Parses the report of a stack.
 * @param source - origin of the text, for messages
 * @throws CliError for a missing report or one of another stack
 */
export function parseReportOf(stack: string, text: string | undefined, source: string): PlanReport {
  if (text === undefined) throw new CliError([`${source} holds no ${stack}.json; plan again`]);
  const report = parsePlanReport(text, `${stack}.json of ${source}`);
  if (report.stack === stack) return report;
  throw new CliError([
    `${stack}.json of ${source} is the report of ${report.stack}; it is corrupt or was tampered with`,
  ]);
}

/** Reads the reviewed pull request; undefined when there is none. */
export async function findReviewedPullRequest(folder: string): Promise<ReviewedPullRequest | undefined> {
  const text = await readFile(join(folder, PULL_REQUEST_FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : pullRequestSchema.parse(JSON.parse(text));
}
