import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  COMMENT_MARKER,
  isAbout,
  isShown,
  type PlanReport,
  downloadArtifact,
  fetchBranchSha,
  listArtifacts,
  type Artifact,
  openGithub,
  type Github,
  type RetryClock,
  parseGithubPlace,
  findMergedPullRequest,
  type MergedPullRequest,
  readZip,
  findReviewedRun,
  type ReviewedRun,
  findStickyComment,
} from "reviewed-terraform";
import { createScaledClock } from "local-aws";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen, type CommonOptions } from "../../screen";
import { findTree } from "./git-tree";
import { ARTIFACT_PREFIX, parseReportOf, PULL_REQUEST_FILE, type ReviewedPullRequest } from "./reports";
import { appendSummary, warn, writeOutputs } from "./step-output";

export interface ReviewedOptions extends CommonOptions {
  /** Output folder. */
  readonly reports: string;
  /** File name of the workflow that created the reports. */
  readonly workflow: string;
}

/** Reviewed reports, or the reason why there are none. */
type Found =
  | { readonly pullRequest: MergedPullRequest; readonly run: ReviewedRun; readonly reports: readonly PlanReport[] }
  | { readonly why: string };

/**
 * Fetches the reports reviewed in the pull request that was merged as $GITHUB_SHA. Without such a pull request it
 * prints a warning and writes nothing; `ci apply` then requires --accept-new-plan.
 * @returns exit code; 0 also when nothing was reviewed
 * @throws CliError for a report that was tampered with or a folder that is not empty; GithubError when GitHub does
 *   not answer
 */
export async function fetchReviewed(
  options: ReviewedOptions,
  context: CliContext,
  clock: RetryClock = createScaledClock(1),
): Promise<number> {
  const { GITHUB_SHA: sha = "", GITHUB_REPOSITORY: repository = "" } = context.environment;
  if (sha === "") throw new CliError(["GITHUB_SHA is not set; set it to the merged commit"]);
  const folder = resolveGivenPath(options.reports, context.environment);
  await refuseLeftovers(folder);
  const github = await openGithub(parseGithubPlace(context.environment), clock, context.interrupt);
  const found = await findReviewed(github, sha, options.workflow, repository);
  await writeOutputs(context, { reviewed: String("reports" in found) });
  if ("why" in found) {
    const message = `Nothing was reviewed: ${found.why}. Nothing will be applied unless you accept a new plan (--accept-new-plan).`;
    warn(context, message);
    await appendSummary(context, `> [!WARNING]\n> ${message}`);
    return EXIT_CODE.succeeded;
  }
  await writeFound(folder, found);
  const { pullRequest, reports } = found;
  const stacks = reports.map(({ stack }) => stack).join(", ");
  createScreen(context, options).say(`reviewed in pull request ${pullRequest.number}: ${stacks}`);
  await warnOfOtherTree(reports, context);
  await warnOfNewerCommits(github, context);
  return EXIT_CODE.succeeded;
}

/** Rejects a folder that is not empty: reports committed with the sources must not pass as reviewed. */
async function refuseLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  throw new CliError([
    `${folder} is not empty, and its reports would pass as reviewed: ${names.slice(0, 3).join(", ")}; remove the folder, also from the repository`,
  ]);
}

async function findReviewed(github: Github, sha: string, workflow: string, repository: string): Promise<Found> {
  const pullRequest = await findMergedPullRequest(github, sha);
  if (pullRequest === undefined) return { why: `${sha.slice(0, 7)} was pushed directly, without a pull request` };
  const { number, headSha } = pullRequest;
  const run = await findReviewedRun(github, workflow, headSha, repository);
  if (run === undefined)
    return { why: `pull request ${number} has no successful run of ${workflow} for ${headSha.slice(0, 7)}` };
  const artifacts = (await listArtifacts(github, run.id)).filter(({ name }) => name.startsWith(ARTIFACT_PREFIX));
  const expired = artifacts.filter((artifact) => artifact.expired).map(({ name }) => name);
  if (expired.length > 0) return { why: `the artefacts ${expired.join(", ")} of pull request ${number} have expired` };
  if (artifacts.length === 0) return { why: `the run for pull request ${number} planned nothing (${run.url})` };
  const reports = await fetchReports(github, artifacts);
  const why = await findUnshown(github, pullRequest, run, reports);
  return why === undefined ? { pullRequest, run, reports } : { why };
}

/**
 * Compares the artifacts with the comment. Any job of a run can write artifacts, including jobs that run the pull
 * request's code or runs for another base branch. Only a job with the base branch's code writes the comment.
 * @returns reason why the artifacts differ from what reviewers saw
 */
async function findUnshown(
  github: Github,
  { number, headSha }: MergedPullRequest,
  run: ReviewedRun,
  reports: readonly PlanReport[],
): Promise<string | undefined> {
  const { body = "" } = (await findStickyComment(github, number, COMMENT_MARKER)) ?? {};
  const again = `see ${run.url} and rerun it`;
  if (!isAbout(body, headSha))
    return `pull request ${number} has no comment on the plans of ${headSha.slice(0, 7)}; ${again}`;
  const unshown = reports.filter((report) => !isShown(body, report)).map(({ stack }) => stack);
  if (unshown.length === 0) return undefined;
  return `the comment of pull request ${number} shows another plan of ${unshown.join(", ")} than the artefact of its run; ${again}`;
}

async function fetchReports(github: Github, artifacts: readonly Artifact[]): Promise<PlanReport[]> {
  const reports: PlanReport[] = [];
  // Sequential, as GitHub recommends for API clients.
  for (const { id, name } of artifacts) {
    const stack = name.slice(ARTIFACT_PREFIX.length);
    const files = await readZip(await downloadArtifact(github, id), `artefact ${name}`);
    reports.push(parseReportOf(stack, files.get(`${stack}.json`)?.toString("utf8"), `artefact ${name}`));
  }
  return reports;
}

async function writeFound(
  folder: string,
  { pullRequest, run, reports }: Exclude<Found, { why: string }>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const report of reports) await writeFile(join(folder, `${report.stack}.json`), JSON.stringify(report));
  const { number, url, body, headSha } = pullRequest;
  const shown: ReviewedPullRequest = { number, url, body, headSha, runUrl: run.url };
  await writeFile(join(folder, PULL_REQUEST_FILE), JSON.stringify(shown));
}

/** Warns when main has changed since the review. Only a different plan is rejected. */
async function warnOfOtherTree(reports: readonly PlanReport[], context: CliContext): Promise<void> {
  const tree = await findTree(context);
  if (reports.every((report) => report.tree === tree)) return;
  warn(context, "main has changed since the review; only unchanged plans will be applied");
}

/**
 * Warns when a rerun applies an older commit: its reviewed plan may undo later merges, such as a revert of that
 * commit. It is not rejected, because a failed run may be the first of several.
 */
async function warnOfNewerCommits(github: Github, context: CliContext): Promise<void> {
  const { GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_SHA: sha = "", GITHUB_REF_NAME: branch = "" } = context.environment;
  if (attempt === "1" || branch === "") return;
  const newest = await fetchBranchSha(github, branch);
  if (newest === sha) return;
  const message = `This rerun deploys ${sha.slice(0, 7)}, but ${branch} is at ${newest.slice(0, 7)}. Changes merged and deployed since then may be undone. To deploy the current ${branch}, run the workflow Deploy by hand.`;
  warn(context, message);
  await appendSummary(context, `> [!WARNING]\n> ${message}`);
}
