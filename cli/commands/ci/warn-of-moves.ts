import type { PlanReport } from "../../../delivery/plan-report";
import type { CliContext } from "../../cli-context";
import { fetchBranchSha } from "../../github/branch-head";
import type { Github } from "../../github/github";
import { findTree } from "./git-tree";
import { appendSummary, warn } from "./step-output";

/** No reason to refuse: what decides is whether the plan that is made now is the same. */
export async function warnOfOtherTree(reports: readonly PlanReport[], context: CliContext): Promise<void> {
  const tree = await findTree(context);
  if (reports.every((report) => report.tree === tree)) return;
  warn(context, "main has moved since the review; only plans that are still the same will be applied");
}

/**
 * A run that is started again applies its own commit: what was merged since, like the revert of that commit, would be
 * undone by a plan that was once reviewed. No reason to refuse either: a run that failed may be the first of several.
 */
export async function warnOfNewerCommits(github: Github, context: CliContext): Promise<void> {
  const { GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_SHA: sha = "", GITHUB_REF_NAME: branch = "" } = context.environment;
  if (attempt === "1" || branch === "") return;
  const newest = await fetchBranchSha(github, branch);
  if (newest === sha) return;
  const message = `This run is started again for ${sha.slice(0, 7)}, and ${branch} is at ${newest.slice(0, 7)}: what was merged and deployed since may be undone. To deploy ${branch} as it is now, run the workflow Deploy by hand.`;
  warn(context, message);
  await appendSummary(context, `> [!WARNING]\n> ${message}`);
}
