import { type PlanReport, fetchBranchSha, type Github } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { findTree } from "./git-tree";
import { appendSummary, warn } from "./step-output";

/** Warns when main has changed since the review. Only a different plan is rejected. */
export async function warnOfOtherTree(reports: readonly PlanReport[], context: CliContext): Promise<void> {
  const tree = await findTree(context);
  if (reports.every((report) => report.tree === tree)) return;
  warn(context, "main has changed since the review; only unchanged plans will be applied");
}

/**
 * Warns when a rerun applies an older commit: its reviewed plan may undo later merges, such as a revert of that
 * commit. It is not rejected, because a failed run may be the first of several.
 */
export async function warnOfNewerCommits(github: Github, context: CliContext): Promise<void> {
  const { GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_SHA: sha = "", GITHUB_REF_NAME: branch = "" } = context.environment;
  if (attempt === "1" || branch === "") return;
  const newest = await fetchBranchSha(github, branch);
  if (newest === sha) return;
  const message = `This rerun deploys ${sha.slice(0, 7)}, but ${branch} is at ${newest.slice(0, 7)}. Changes merged and deployed since then may be undone. To deploy the current ${branch}, run the workflow Deploy by hand.`;
  warn(context, message);
  await appendSummary(context, `> [!WARNING]\n> ${message}`);
}
