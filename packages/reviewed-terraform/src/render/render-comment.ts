import { renderMarkers } from "./comment-markers";
import { codeBlock, codeSpan, countOf, details } from "./markdown";
import { CHANGE_GROUPS, type ChangeGroup, type PlanReport } from "../report/plan-report";
import { renderNotes, renderPlans } from "./render-plans";
import { renderFingerprints, renderOutputs, renderTable } from "./render-table";

/**
 * Maximum size of a comment, in bytes. GitHub documents 65,536 characters and was measured to accept 262,144 bytes in
 * 2025; this is below both, with a rest for {@link markOutdated}.
 * @see https://github.com/dead-claudia/github-limits/pull/13
 */
export const COMMENT_LIMIT_BYTES = 64_000;

/** Maximum size of a step's job summary, in bytes. GitHub allows 1 MiB. */
export const SUMMARY_LIMIT_BYTES = 1_000_000;

const OUTDATED = "> [!WARNING]\n> **Outdated:**";

export interface CommentView {
  /** Environment of the stacks, like `dev`. */
  readonly environment: string;
  readonly reports: readonly PlanReport[];
  /** Whether the plan of at least one stack failed. */
  readonly isIncomplete: boolean;
  /** Planned commit. */
  readonly headSha: string | undefined;
  /** URL of the workflow run; its summary has the full plans. */
  readonly runUrl: string | undefined;
  readonly limitBytes: number;
  /** Lines of Markdown below the table, like costs. @default none */
  readonly remarks?: readonly string[];
}

/** Renders the pull request comment with the plans of all stacks. */
export function renderComment({
  environment,
  reports,
  isIncomplete,
  headSha,
  runUrl,
  limitBytes,
  remarks = [],
}: CommentView): string {
  const sorted = [...reports].sort((one, other) => one.stack.localeCompare(other.stack));
  const outputs = renderOutputs(sorted);
  const head = [
    renderMarkers(environment, headSha),
    `## ${titleOf(environment, sorted, isIncomplete, headSha)}`,
    ...(isIncomplete ? [describeIncomplete(sorted, runUrl)] : []),
    ...(sorted.length === 0 ? [] : [renderTable(sorted)]),
    ...renderNotes(sorted),
    ...(remarks.length === 0 ? [] : [remarks.map((line) => `- ${line}`).join("\n")]),
  ].join("\n\n");
  const foot = [
    ...(outputs.length === 0
      ? []
      : [details(countOf(outputs.length, "output"), outputs.map((line) => `- ${line}`).join("\n"))]),
    ...(sorted.length === 0 ? [] : [details("Digests", codeBlock("", renderFingerprints(sorted)))]),
    "After the merge, a plan with these digests needs no further decision. Another plan is shown again before it is applied." +
      (runUrl === undefined ? "" : ` For the full plans, see the [run summary](${runUrl}).`),
  ].join("\n\n");
  const fullPlan = runUrl === undefined ? "the run summary" : `the [run summary](${runUrl})`;
  return renderPlans(head, foot, { reports: sorted, limitBytes, fullPlan });
}

/** Groups that the title counts. */
const COUNTED: Readonly<Partial<Record<ChangeGroup, (count: number) => string>>> = {
  destroy: (count) => `${count} destroyed`,
  replace: (count) => `${count} replaced`,
  iam: (count) => countOf(count, "permission"),
};

function titleOf(
  environment: string,
  reports: readonly PlanReport[],
  isIncomplete: boolean,
  headSha: string | undefined,
): string {
  const commit = headSha === undefined ? "" : ` for ${headSha.slice(0, 7)}`;
  if (isIncomplete) return `❌ Not every stack of ${environment} could be planned${commit}`;
  const changes = reports.flatMap((report) => report.changes);
  if (changes.length === 0) return `✅ No changes to ${environment}${commit}`;
  const counts = CHANGE_GROUPS.flatMap((group) => {
    const count = changes.filter((change) => change.group === group).length;
    return count === 0 ? [] : (COUNTED[group]?.(count) ?? []);
  });
  return `${countOf(changes.length, "change")} to ${environment}${commit}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}`;
}

function describeIncomplete(reports: readonly PlanReport[], runUrl: string | undefined): string {
  const where = runUrl === undefined ? "the run log" : `the [run log](${runUrl})`;
  const planned = reports.length === 0 ? "No stack was planned." : "Only these stacks were planned:";
  return `> [!CAUTION]\n> For the reason, see ${where}. ${planned}`;
}

/** Adds a notice to an outdated comment; returns the comment unchanged if it has the notice. */
export function markOutdated(body: string, newHeadSha: string): string {
  if (body.includes(OUTDATED)) return body;
  const notice = `${OUTDATED} ${codeSpan(newHeadSha.slice(0, 7))} was pushed since and is being planned.`;
  const [marker = "", ...lines] = body.split("\n");
  return [marker, notice, "", ...lines].join("\n");
}
