import { codeBlock, codeCell, countOf, onOneLine } from "./markdown";
import type { PlanDifference } from "../report/compare-plans";

/** Result of a planned change. */
export type ApplyState = "done" | "failed" | "interrupted" | "not begun";

export interface AppliedChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly state: ApplyState;
}

const SIGNS: Readonly<Record<ApplyState, string>> = {
  done: "✅ done",
  failed: "❌ failed",
  interrupted: "❓ interrupted",
  "not begun": "⏸ not started",
};

/** Maximum number of table rows. */
const MAX_ROWS = 500;

/**
 * Renders the result of an apply, failed changes first.
 * @param problem - reason why the apply failed; undefined if all changes were applied
 */
export function renderApply(stack: string, changes: readonly AppliedChange[], problem: string | undefined): string {
  const done = changes.filter(({ state }) => state === "done").length;
  const title =
    problem === undefined ? `✅ ${stack} applied` : `❌ ${stack} ${done === 0 ? "not applied" : "partially applied"}`;
  const order: readonly ApplyState[] = ["failed", "interrupted", "not begun", "done"];
  const sorted = order.flatMap((state) => changes.filter((change) => change.state === state));
  const rows = sorted
    .slice(0, MAX_ROWS)
    .map(({ address, actions, state }) => `| ${codeCell(address)} | ${actions.join(", then ")} | ${SIGNS[state]} |`);
  const left = sorted.length - rows.length;
  return [
    `## ${title}: ${done} of ${countOf(changes.length, "change")}`,
    ...(problem === undefined ? [] : [codeBlock("", problem), "Re-run the failed job to apply the remaining changes."]),
    ["| Resource | Action | State |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(left === 0 ? [] : [`… and ${left} more`]),
  ].join("\n\n");
}

/** Renders the differences between the reviewed plan and the current one. */
export function renderDifferences(stack: string, differences: readonly PlanDifference[]): string {
  const shown = differences.slice(0, MAX_ROWS);
  const left = differences.length - shown.length;
  // Not a table: its last column would truncate long values such as ARNs.
  const lines = shown.flatMap(({ address, attribute, reviewed, now }, index) => [
    ...(address === shown[index - 1]?.address ? [] : [`@@ ${onOneLine(address)} @@`]),
    `- ${onOneLine(attribute)}: ${onOneLine(reviewed)}`,
    `+ ${onOneLine(attribute)}: ${onOneLine(now)}`,
  ]);
  return [
    `## ⚠️ ${stack}: the plan differs from the reviewed plan`,
    "Reviewed plan (`-`) and current plan (`+`):",
    codeBlock("diff", lines.join("\n")),
    ...(left === 0 ? [] : [`… and ${left} more`]),
  ].join("\n\n");
}
