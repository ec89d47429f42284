import { lastSuccessReplySchema, type LastSuccessReply } from "../../api/replies";
import { compareRuns } from "../../model/compare-runs";
import type { ExecutionModel } from "../../model/execution-model";
import { html } from "../../view/html";
import { renderTable, renderTime } from "../../view/parts";
import { executionPath, get } from "../api-client";
import { element, panel } from "../dom/element";
import { show } from "../dom/show";
import { executionAddress } from "../routes";

/** Creates the panel that compares an execution with the last success of the same job name. Hidden without one. */
export function createComparisonPanel(name: string) {
  const link = element("a");
  const box = element("div");
  const section = panel("Compared with the last success", element("p", { class: "quiet" }, link), box);
  section.hidden = true;
  let last: LastSuccessReply["execution"] = null;
  const asking = new AbortController();
  get(executionPath(name, "last-success"), lastSuccessReplySchema, asking.signal).then(
    ({ execution }) => {
      last = execution;
    },
    // The comparison is not essential, so the panel stays hidden.
    () => undefined,
  );
  return {
    element: section,
    update: ({ startedAt, closedAt, input = "{}", job }: ExecutionModel, now: Date): void => {
      section.hidden = last === null || startedAt === undefined;
      if (last === null || startedAt === undefined) return;
      const before = { ...last, startedAt: new Date(last.startedAt), endedAt: new Date(last.closedAt) };
      const rows = compareRuns(
        { startedAt, endedAt: closedAt ?? now, input, job },
        { ...before, job: last.result ?? undefined },
      );
      link.textContent = last.name;
      link.href = executionAddress(last.name);
      show(
        box,
        html`${renderTable(
          "Comparison",
          ["", "This execution", "Last success"],
          [
            ["Started", renderTime(startedAt), renderTime(before.startedAt)],
            ...rows.map((row) => [row.name, row.now, row.before]),
          ],
        )}`,
      );
    },
    dispose: (): void => {
      asking.abort();
    },
  };
}
