import { COMMENT_MARKER, renderMarkers } from "./comment-markers";
import { codeBlock, codeSpan, countOf, details } from "./markdown";
import type { PlanReport } from "./plan-report";
import { renderNotes, renderPlans } from "./render-plans";
import { renderFingerprints, renderOutputs, renderTable } from "./render-table";

/** GitHub takes 65,536 characters; counted in bytes, with room for the notice of {@link markOutdated}. */
export const COMMENT_LIMIT_BYTES = 64_000;

/** GitHub takes 1 MiB for each step's part of the job summary. */
export const SUMMARY_LIMIT_BYTES = 1_000_000;

const OUTDATED = "> [!WARNING]\n> **Outdated:**";

export interface CommentView {
  readonly reports: readonly PlanReport[];
  /** Whether some stacks could not be planned. */
  readonly isIncomplete: boolean;
  /** Commit that was planned. */
  readonly headSha: string | undefined;
  /** Page of the run that planned, with the full plans in its summary. */
  readonly runUrl: string | undefined;
  readonly limitBytes: number;
}

/** The one comment about the plans of all stacks. */
export function renderComment({ reports, isIncomplete, headSha, runUrl, limitBytes }: CommentView): string {
  const sorted = [...reports].sort((one, other) => one.stack.localeCompare(other.stack));
  const outputs = renderOutputs(sorted);
  const commit = headSha === undefined ? "" : ` for ${headSha.slice(0, 7)}`;
  const head = [
    renderMarkers(headSha, sorted),
    `## ${titleOf(sorted, isIncomplete)}${commit}`,
    ...(isIncomplete ? [describeIncomplete(sorted, runUrl)] : []),
    ...(sorted.length === 0 ? [] : [renderTable(sorted)]),
    ...renderNotes(sorted),
  ].join("\n\n");
  const foot = [
    ...(outputs.length === 0
      ? []
      : [details(countOf(outputs.length, "output"), outputs.map((line) => `- ${line}`).join("\n"))]),
    ...(sorted.length === 0 ? [] : [details("Digests", codeBlock("", renderFingerprints(sorted)))]),
    (sorted.length === 0
      ? "After a merge nothing is applied: nothing was reviewed."
      : "Only a plan with these digests is applied after the merge.") +
      (runUrl === undefined ? "" : ` The full plans are in the [summary of the run](${runUrl}).`),
  ].join("\n\n");
  const left = limitBytes - Buffer.byteLength(`${head}\n\n\n\n${foot}\n`);
  const fullPlan = runUrl === undefined ? "the summary of the run" : `the [summary of the run](${runUrl})`;
  const body = renderPlans({ reports: sorted, limitBytes: left, fullPlan });
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}

function titleOf(reports: readonly PlanReport[], isIncomplete: boolean): string {
  const total = reports.reduce((sum, { changes }) => sum + changes.length, 0);
  if (isIncomplete) return "❌ Not every stack could be planned";
  if (total === 0) return "✅ No changes to the infrastructure";
  return `${countOf(total, "change")} to the infrastructure`;
}

function describeIncomplete(reports: readonly PlanReport[], runUrl: string | undefined): string {
  const where = runUrl === undefined ? "The log of the run" : `The [log of the run](${runUrl})`;
  return `> [!CAUTION]\n> ${where} says why. ${reports.length === 0 ? "No stack was planned." : "Only these were planned:"}`;
}

/** The same comment with a notice above it; unchanged when it has one. */
export function markOutdated(body: string, newHeadSha: string): string {
  if (body.includes(OUTDATED)) return body;
  const notice = `${OUTDATED} ${codeSpan(newHeadSha.slice(0, 7))} was pushed since, and is being planned.`;
  return body.replace(COMMENT_MARKER, `${COMMENT_MARKER}\n${notice}\n`);
}
