import { executionListReplySchema, type ExecutionListReply } from "../../api/replies";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import { formatDuration } from "../../format/format-duration";
import { formatDateTime } from "../../format/format-time";
import { explain, get } from "../api-client";
import { describeAge } from "../describe-age";
import { button, element } from "../dom/element";
import { keepRows } from "../dom/keep-rows";
import { statusBadge } from "../dom/status-badge";
import { EndpointClock } from "../endpoint-clock";
import { PAGE_COUNT, parseListQuery, formatListQuery, type ListQuery } from "../list-query";
import type { Page } from "../page-context";
import { repeat } from "../repeat";
import { executionAddress } from "../routes";
import { matchesSearch } from "../search-executions";
import { describeFailures } from "../describe-failures";

type Item = ExecutionListReply["executions"][number];

/** Interval between updates of durations, in milliseconds. */
const TICK_MS = 1_000;

/** List of executions: running ones first, then the newest. All displayed rows are refreshed. */
export const listPage: Page = (main, { stateMachine, showProblem }) => {
  let query = parseListQuery(location.search);
  let reply: ExecutionListReply | undefined;
  let readAt: number | undefined;
  const clock = new EndpointClock(stateMachine.speed);
  const view = createView(query);

  const update = (): void => {
    view.age.textContent = describeAge(readAt === undefined ? undefined : performance.now() - readAt);
    if (reply === undefined) return;
    const items = reply.executions.filter((item) => matchesSearch(item, query.search));
    updateRows(view.body, items, clock.now());
    view.table.hidden = items.length === 0;
    view.empty.hidden = items.length > 0;
    view.empty.textContent = describeEmpty(query, reply.executions.length);
    view.count.textContent = describeCount(items.length, reply, query);
    view.failures.textContent = describeFailures(items);
    view.failures.hidden = view.failures.textContent === "";
    view.more.hidden = !reply.hasMore;
  };
  const refresh = async (signal: AbortSignal): Promise<void> => {
    const parameters = new URLSearchParams({ count: String(query.count), status: query.status });
    const asked = query;
    try {
      const received = await get(`/api/executions?${parameters.toString()}`, executionListReplySchema, signal);
      // The query has changed, so another reply follows.
      if (asked.status !== query.status) return;
      const isFirst = reply === undefined;
      reply = received;
      readAt = performance.now();
      clock.set(received.nowMs);
      update();
      if (isFirst) restoreScroll();
      showProblem(undefined);
    } catch (error) {
      if (!signal.aborted) showProblem(explain(error));
    }
  };
  const change = (changed: Partial<ListQuery>): void => {
    query = { ...query, ...changed };
    history.replaceState(history.state, "", `${location.pathname}${formatListQuery(query)}`);
    update();
  };
  view.status.addEventListener("change", () => {
    change({ status: view.status.value, count: PAGE_COUNT });
    refreshing.now();
  });
  view.search.addEventListener("input", () => {
    change({ search: view.search.value });
  });
  view.more.addEventListener("click", () => {
    change({ count: query.count + PAGE_COUNT });
    refreshing.now();
  });
  main.append(...view.elements);
  const refreshing = repeat(refresh, stateMachine.listRefreshMs);
  const ticking = setInterval(update, TICK_MS);
  return {
    title: "Executions",
    dispose: () => {
      refreshing.stop();
      clearInterval(ticking);
    },
  };
};

/** Scrolls to the position at which the user left the list. */
function restoreScroll(): void {
  const state: unknown = history.state;
  if (typeof state === "object" && state !== null && "scrollY" in state) scrollTo(0, Number(state.scrollY));
}

function createView({ status: selected, search: searched }: ListQuery) {
  const status = createFilter(selected);
  const search = element("input", { type: "search", value: searched, placeholder: "Name, job or error" });
  const body = element("tbody");
  const table = element("table", { class: "executions" }, createHead(), body);
  const empty = element("p", { class: "empty" }, "Loading executions...");
  const more = button("Load more", "plain", () => undefined);
  more.hidden = true;
  const age = element("span", { class: "quiet age" });
  const count = element("span", { class: "quiet", role: "status" });
  const failures = element("p", { class: "failures" });
  failures.hidden = true;
  return {
    ...{ status, search, body, table, empty, more, age, count, failures },
    elements: [
      element(
        "div",
        { class: "title-row" },
        element("div", { class: "titles" }, element("h1", {}, "Executions"), age),
        element("a", { href: "/new", class: "button primary" }, "New execution"),
      ),
      element(
        "div",
        { class: "filters" },
        element("label", { class: "inline search" }, "Search ", search),
        element("label", { class: "inline" }, "Status ", status),
        count,
      ),
      failures,
      element("div", { class: "panel flush" }, table, empty),
      element("div", { class: "actions more" }, more),
    ],
  };
}

function describeEmpty({ status, search }: ListQuery, loaded: number): string {
  if (loaded > 0) return `None of the ${loaded.toLocaleString("en-US")} loaded executions contains "${search}".`;
  return status === "" ? "No executions yet." : `No executions with status ${status}.`;
}

function describeCount(shown: number, { executions, hasMore }: ExecutionListReply, { search }: ListQuery): string {
  const noun = executions.length === 1 ? "execution" : "executions";
  const loaded = `${executions.length.toLocaleString("en-US")} ${noun}${hasMore ? " loaded, more exist" : ""}`;
  return `${search === "" ? "" : `${shown.toLocaleString("en-US")} of `}${loaded}`;
}

function createFilter(selected: string): HTMLSelectElement {
  const options = EXECUTION_STATUSES.map((status) =>
    element("option", { value: status, selected: status === selected }, status),
  );
  return element("select", {}, element("option", { value: "" }, "All"), ...options);
}

const createHead = (): HTMLElement =>
  element(
    "thead",
    {},
    element(
      "tr",
      {},
      ...["Name", "Status", "Job", "Error", "Started", "Closed", "Duration"].map((title) =>
        element("th", { scope: "col" }, title),
      ),
    ),
  );

function updateRows(body: HTMLElement, items: readonly Item[], nowMs: number): void {
  keepRows(
    body,
    items.map((item) => ({
      key: JSON.stringify([item.name, item.status, item.details]),
      create: () => createRow(item),
    })),
  );
  for (const [index, item] of items.entries()) {
    const duration = body.children[index]?.lastElementChild;
    const text = describeDuration(item, nowMs);
    if (duration && duration.textContent !== text) duration.textContent = text;
  }
}

function createRow({ name, status, startedAt, closedAt, details }: Item): HTMLTableRowElement {
  const cell = (label: string, ...children: (Node | string)[]): HTMLElement =>
    element("td", { "data-label": label }, ...children);
  return element(
    "tr",
    { "data-first": name },
    element("th", { scope: "row" }, element("a", { href: executionAddress(name) }, name)),
    cell("Status", statusBadge(status)),
    cell("Job", details?.jobName ?? ""),
    cell("Error", details?.error?.replace(/^BatchJob\./, "") ?? ""),
    cell("Started", formatDateTime(new Date(startedAt))),
    cell("Closed", closedAt === null ? "–" : formatDateTime(new Date(closedAt))),
    cell("Duration"),
  );
}

const describeDuration = ({ startedAt, closedAt }: Item, nowMs: number): string =>
  formatDuration(((closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(startedAt)) / 1000);
