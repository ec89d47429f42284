import { executionListReplySchema, type ExecutionListReply } from "../../api/replies";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import { formatDuration } from "../../format/format-duration";
import { formatDateTime } from "../../format/format-time";
import { explain, get } from "../api-client";
import { button, element } from "../dom/element";
import { keepRows } from "../dom/keep-rows";
import { statusBadge } from "../dom/status-badge";
import type { Page } from "../page-context";
import { repeat } from "../repeat";
import { executionAddress } from "../routes";

type Item = ExecutionListReply["executions"][number];

/** List of executions, newest first. Only the first page of the list is refreshed. */
export const listPage: Page = (main, { stateMachine, showProblem }) => {
  const filter = createFilter();
  const body = element("tbody");
  const empty = element("p", { class: "empty" }, "Loading executions...");
  const more = button("Load more", "plain", () => void loadMore());
  more.hidden = true;
  /** Executions from later pages, which are loaded once. */
  let older: readonly Item[] = [];
  let nextToken: string | null = null;

  const ask = (token: string | null, signal?: AbortSignal): Promise<ExecutionListReply> => {
    const query = new URLSearchParams();
    if (filter.value !== "") query.set("status", filter.value);
    if (token !== null) query.set("nextToken", token);
    return get(`/api/executions?${query.toString()}`, executionListReplySchema, signal);
  };
  const showItems = (items: readonly Item[], nowMs: number): void => {
    const known = new Set(items.map(({ name }) => name));
    const all = [...items, ...older.filter(({ name }) => !known.has(name))];
    updateRows(body, all, nowMs);
    empty.hidden = all.length > 0;
    empty.textContent = filter.value === "" ? "No executions yet." : `No executions with status ${filter.value}.`;
    more.hidden = nextToken === null;
  };
  const refresh = async (signal: AbortSignal): Promise<void> => {
    try {
      const reply = await ask(null, signal);
      if (older.length === 0) nextToken = reply.nextToken;
      showItems(reply.executions, reply.nowMs);
      showProblem(undefined);
    } catch (error) {
      if (!signal.aborted) showProblem(explain(error));
    }
  };
  const loadMore = async (): Promise<void> => {
    try {
      const reply = await ask(nextToken);
      older = [...older, ...reply.executions];
      nextToken = reply.nextToken;
      refreshing.now();
    } catch (error) {
      showProblem(explain(error));
    }
  };
  filter.addEventListener("change", () => {
    older = [];
    refreshing.now();
  });
  main.append(
    element(
      "div",
      { class: "title-row" },
      element("h1", {}, "Executions"),
      element("label", { class: "inline" }, "Status ", filter),
      element("a", { href: "/new", class: "button primary" }, "New execution"),
    ),
    element("div", { class: "panel flush" }, element("table", { class: "executions" }, createHead(), body), empty),
    more,
  );
  const refreshing = repeat(refresh, stateMachine.listRefreshMs);
  return { title: "Executions", dispose: refreshing.stop };
};

function createFilter(): HTMLSelectElement {
  const options = EXECUTION_STATUSES.map((status) => element("option", { value: status }, status));
  return element("select", {}, element("option", { value: "" }, "All"), ...options);
}

const createHead = (): HTMLElement =>
  element(
    "thead",
    {},
    element(
      "tr",
      {},
      ...["Name", "Status", "Started", "Closed", "Duration"].map((title) => element("th", { scope: "col" }, title)),
    ),
  );

function updateRows(body: HTMLElement, items: readonly Item[], nowMs: number): void {
  keepRows(
    body,
    items.map((item) => ({ key: JSON.stringify([item.name, item.status]), create: () => createRow(item) })),
  );
  for (const [index, item] of items.entries()) {
    const duration = body.children[index]?.lastElementChild;
    const text = describeDuration(item, nowMs);
    if (duration && duration.textContent !== text) duration.textContent = text;
  }
}

function createRow({ name, status, startedAt, closedAt }: Item): HTMLTableRowElement {
  const cell = (label: string, ...children: (Node | string)[]): HTMLElement =>
    element("td", { "data-label": label }, ...children);
  return element(
    "tr",
    { "data-first": name },
    element("th", { scope: "row" }, element("a", { href: executionAddress(name) }, name)),
    cell("Status", statusBadge(status)),
    cell("Started", formatDateTime(new Date(startedAt))),
    cell("Closed", closedAt === null ? "–" : formatDateTime(new Date(closedAt))),
    cell("Duration"),
  );
}

const describeDuration = ({ startedAt, closedAt }: Item, nowMs: number): string =>
  formatDuration(((closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(startedAt)) / 1000);
