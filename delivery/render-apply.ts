import { codeBlock, codeSpan, countOf, showInvisible } from "./markdown";
import type { PlanDifference } from "./compare-plans";

/** What became of a planned change. */
export type ApplyState = "done" | "failed" | "interrupted" | "not begun";

export interface AppliedChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly state: ApplyState;
}

const SIGNS: Readonly<Record<ApplyState, string>> = {
  done: "✅ done",
  failed: "❌ failed",
  interrupted: "❓ begun, not ended",
  "not begun": "⏸ not begun",
};

/** Rows that are shown of a table; more would only be scrolled past. */
const MOST_ROWS = 500;

/**
 * What was and what was not applied, what failed first.
 * @param problem - why it ended before its end; undefined when all was applied
 */
export function renderApply(stack: string, changes: readonly AppliedChange[], problem: string | undefined): string {
  const done = changes.filter(({ state }) => state === "done").length;
  const title =
    problem === undefined ? `✅ ${stack} applied` : `❌ ${stack} was ${done === 0 ? "not applied" : "applied in part"}`;
  const order: readonly ApplyState[] = ["failed", "interrupted", "not begun", "done"];
  const sorted = order.flatMap((state) => changes.filter((change) => change.state === state));
  const rows = sorted
    .slice(0, MOST_ROWS)
    .map(({ address, actions, state }) => `| ${codeSpan(address)} | ${actions.join(", then ")} | ${SIGNS[state]} |`);
  const left = sorted.length - rows.length;
  return [
    `## ${title}: ${done} of ${countOf(changes.length, "change")}`,
    ...(problem === undefined ? [] : [codeBlock("", problem), "Run the failed job again to apply the rest."]),
    ["| Resource | Action | State |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(left === 0 ? [] : [`… and ${left} more`]),
  ].join("\n\n");
}

/** Why a plan is not applied: what it would do that nobody has reviewed. */
export function renderDifferences(stack: string, differences: readonly PlanDifference[]): string {
  const shown = differences.slice(0, MOST_ROWS);
  const left = differences.length - shown.length;
  // Not a table: values are mostly ARNs, of which its last column would show the beginning.
  const lines = shown.flatMap(({ address, attribute, reviewed, now }, index) => [
    ...(address === shown[index - 1]?.address ? [] : [`@@ ${onOneLine(address)} @@`]),
    `- ${onOneLine(attribute)}: ${onOneLine(reviewed)}`,
    `+ ${onOneLine(attribute)}: ${onOneLine(now)}`,
  ]);
  return [
    `## ❌ ${stack}: the plan is not the one that was reviewed; nothing was applied`,
    "What was reviewed (`-`), and what would be applied now (`+`):",
    codeBlock("diff", lines.join("\n")),
    ...(left === 0 ? [] : [`… and ${left} more`]),
    "Either make a new pull request, which plans anew; or run the workflow Deploy by hand with *accept-new-plan*, which the reviewers of the environment have to approve.",
  ].join("\n\n");
}

const onOneLine = (text: string): string => showInvisible(text.replaceAll(/[\r\n]/g, " "));
