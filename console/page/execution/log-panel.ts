import { logReplySchema } from "../../api/replies";
import type { ExecutionModel } from "../../model/execution-model";
import { executionPath, explain, get } from "../api-client";
import { element, panel } from "../dom/element";

/** Creates the panel with the last lines of the job's log, which it requests once, after the execution has ended. */
export function createLogPanel() {
  const place = element("p", { class: "quiet" });
  const lines = element("pre", {
    class: "code log",
    tabindex: 0,
    role: "region",
    "aria-label": "Last lines of the log",
  });
  const section = panel("Log", place, lines);
  section.hidden = true;
  let asked = false;

  const ask = async (name: string): Promise<void> => {
    try {
      const log = await get(executionPath(name, "log"), logReplySchema);
      lines.textContent = log.lines.length === 0 ? "The log is empty." : log.lines.join("\n");
    } catch (error) {
      asked = false;
      lines.textContent = explain(error);
    }
  };
  return {
    element: section,
    update: (model: ExecutionModel): void => {
      const { result } = model;
      const stream = result?.attempts.at(-1)?.logStreamName ?? undefined;
      if (asked || stream === undefined) return;
      asked = true;
      section.hidden = false;
      place.textContent = `Last lines of log stream ${stream} in log group ${result?.logGroup ?? "(unknown)"}.`;
      void ask(model.name);
    },
  };
}
