import { childrenReplySchema, earlierLogSchema, type ChildrenReply } from "../../api/replies";
import { isTerminal, UNFINISHED_STATUSES } from "../../../workflow/result/job";
import type { ExecutionModel } from "../../model/execution-model";
import { html, type Html } from "../../view/html";
import { executionPath, explain, get } from "../api-client";
import { button, element, panel } from "../dom/element";
import { show } from "../dom/show";
import { parseInput } from "../input-fields";
import { repeat, type Repetition } from "../repeat";
import { createLogLine } from "./log-line";

type Child = NonNullable<ChildrenReply["children"]>[number];

/** Number of children that are shown at first, and that "Show more" adds. */
const MAX_SHOWN = 500;
/** Interval between two lists of the children, in intervals of the list of executions. */
const PACE = 3;
/** Order of the statuses: those that need attention first. */
const ORDER = ["FAILED", ...[...UNFINISHED_STATUSES].reverse(), "SUCCEEDED"];
const rankOf = (status: string): number => ORDER.indexOf(status);

/** Creates the panel with the children of an array job. A child opens its log. */
export function createChildrenPanel(name: string, input: string, showsLog: boolean, refreshMs: number) {
  const counts = element("div", {
    class: "actions child-counts",
    role: "group",
    "aria-label": "Status of the children",
  });
  const grid = element("div", { class: "children" });
  const more = button("Show more", "plain", () => {
    limit += MAX_SHOWN;
    update();
  });
  const opened = createChildDetails(name, showsLog);
  const section = panel("Children", counts, grid, more, opened.element);
  // Visible from the start, so that the list does not move the page.
  section.hidden = !isArray(input);
  let children: readonly Child[] = [];
  let status = "";
  let limit = MAX_SHOWN;
  let reading: Repetition | undefined;

  const update = (): void => {
    const shown = children.filter((child) => status === "" || child.status === status);
    const focused = document.activeElement?.getAttribute("data-child");
    show(counts, renderCounts(children, status));
    show(grid, html`${shown.slice(0, limit).map(renderChild)}`);
    more.hidden = shown.length <= limit;
    if (focused !== undefined && focused !== null)
      grid.querySelector<HTMLElement>(`[data-child="${focused}"]`)?.focus();
  };
  counts.addEventListener("click", ({ target }) => {
    const chosen = target instanceof Element ? target.closest("[data-status]") : null;
    if (chosen === null) return;
    status = chosen.getAttribute("data-status") ?? "";
    limit = MAX_SHOWN;
    update();
  });
  grid.addEventListener("click", ({ target }) => {
    const index = target instanceof Element ? target.closest("[data-child]")?.getAttribute("data-child") : null;
    const child = children.find((each) => String(each.index) === index);
    if (child !== undefined) void opened.open(child);
  });
  const start = (model: ExecutionModel): Repetition => {
    const asking = repeat(async (signal) => {
      try {
        const reply = await get(executionPath(name, "children"), childrenReplySchema, signal);
        children = [...(reply.children ?? [])].sort(
          (one, other) => rankOf(one.status) - rankOf(other.status) || one.index - other.index,
        );
        section.hidden = children.length === 0;
        update();
        const isFinal = children.every((child) => isTerminal(child.status));
        if (reply.children === null || (model.end !== undefined && isFinal)) asking.stop();
      } catch (error) {
        if (!signal.aborted) counts.textContent = `The children could not be read: ${explain(error)}`;
      }
    }, PACE * refreshMs);
    return asking;
  };
  return {
    element: section,
    /** Reads the children while the job is running, and until all have ended. */
    update: (model: ExecutionModel): void => {
      // Whether a job that the execution did not submit is an array is known only to AWS Batch.
      const canHaveChildren = model.progress.attached || isArray(input);
      if (reading === undefined && model.progress.jobId !== undefined && canHaveChildren) reading = start(model);
    },
    dispose: (): void => reading?.stop(),
  };
}

const isArray = (input: string): boolean => parseInput(input)?.["arrayProperties"] !== undefined;

function renderCounts(children: readonly Child[], selected: string): Html {
  const numberOf = (status: string): number => children.filter((child) => child.status === status).length;
  const choices = [["", children.length] as const, ...ORDER.map((status) => [status, numberOf(status)] as const)];
  return html`${choices
    .filter(([status, count]) => count > 0 || status === selected)
    .map(
      ([status, count]) =>
        html`<button
          type="button"
          class="button plain small"
          data-key="${status}"
          data-status="${status}"
          aria-pressed="${String(status === selected)}"
        >
          ${status === "" ? "All" : status} ${count.toLocaleString("en-US")}
        </button>`,
    )}`;
}

const KEYS: Readonly<Record<string, string>> = { SUCCEEDED: "good", FAILED: "bad", RUNNING: "current" };

const renderChild = ({ index, status, exitCode }: Child): Html =>
  html`<button type="button" class="child child-${KEYS[status] ?? "none"}" data-key="${index}" data-child="${index}">
    <strong>${index}</strong> ${status}${exitCode === null ? undefined : html` <span>exit code ${exitCode}</span>`}
  </button>`;

/** Creates the details of a selected child: status, reason and the end of its log. */
function createChildDetails(name: string, showsLog: boolean) {
  const heading = element("h3");
  const reason = element("p", { class: "quiet" });
  const log = element("pre", { class: "code log", tabindex: 0, role: "region", "aria-label": "Log of the child" });
  const download = element("a", { class: "button plain small", download: true }, "Download log");
  const section = element("div", { class: "child-details" }, heading, reason, log, download);
  section.hidden = true;
  log.hidden = true;
  download.hidden = !showsLog;
  return {
    element: section,
    open: async ({ index, status, exitCode, reason: why }: Child): Promise<void> => {
      heading.textContent = `Child ${index}: ${status}${exitCode === null ? "" : `, exit code ${exitCode}`}`;
      reason.textContent = why ?? "";
      section.hidden = false;
      section.scrollIntoView({ block: "nearest" });
      if (!showsLog) return;
      const query = `child=${index}`;
      download.href = `${executionPath(name, "log.txt")}?${query}`;
      try {
        const { entries } = await get(`${executionPath(name, "log")}?${query}`, earlierLogSchema);
        log.replaceChildren(...(entries.length === 0 ? ["The log is empty."] : entries.map(createLogLine)));
      } catch (error) {
        log.textContent = explain(error);
      }
      log.hidden = false;
      section.scrollIntoView({ block: "nearest" });
    },
  };
}
