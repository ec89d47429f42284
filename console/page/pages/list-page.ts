import { executionListReplySchema, type ExecutionListReply } from "../../api/replies";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import { formatDuration } from "../../format/format-duration";
import { formatDateTime, startOfDay } from "../../format/format-time";
import { renderTrends } from "../render-trends";
import { explain, get } from "../api-client";
import { describeAge } from "../describe-age";
import { button, element } from "../dom/element";
import { keepRows } from "../dom/keep-rows";
import { show } from "../dom/show";
import { statusBadge } from "../dom/status-badge";
import { EndpointClock } from "../endpoint-clock";
import {
  PAGE_COUNT,
  parseListQuery,
  formatListQuery,
  SORT_COLUMNS,
  type ListQuery,
  type ListSort,
} from "../list-query";
import type { Page } from "../page-context";
import { repeat } from "../repeat";
import { executionAddress } from "../routes";
import { durationOf, selectExecutions } from "../search-executions";
import { summarizeJobs } from "../summarize-jobs";
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
    const items = selectExecutions(reply.executions, query, clock.now());
    markSort(view.head, query.sort);
    updateRows(view.body, items, clock.now());
    view.table.hidden = items.length === 0;
    view.empty.hidden = items.length > 0;
    view.empty.textContent = describeEmpty(query, reply.executions.length);
    view.count.textContent = describeCount(items.length, reply, query);
    view.failures.textContent = describeFailures(items);
    view.failures.hidden = view.failures.textContent === "";
    const jobs = summarizeJobs(items);
    view.trends.hidden = jobs.length === 0;
    show(view.trendsBox, renderTrends(jobs));
    view.more.hidden = !reply.hasMore;
  };
  const refresh = async (signal: AbortSignal): Promise<void> => {
    const since = query.from === "" ? "" : String(startOfDay(query.from));
    const parameters = new URLSearchParams({ count: String(query.count), status: query.status, since });
    const asked = query;
    try {
      const received = await get(`/api/executions?${parameters.toString()}`, executionListReplySchema, signal);
      // The query has changed, so another reply follows.
      if (asked.status !== query.status || asked.from !== query.from) return;
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
  for (const name of ["from", "to"] as const)
    view[name].addEventListener("change", () => {
      change({ [name]: view[name].value });
      refreshing.now();
    });
  view.head.addEventListener("click", ({ target }) => {
    const column = target instanceof Element ? target.closest("[data-sort]")?.getAttribute("data-sort") : undefined;
    const found = SORT_COLUMNS.find((each) => each === column);
    if (found !== undefined) change({ sort: nextSort(query.sort, found) });
  });
  view.trendsBox.addEventListener("click", ({ target }) => {
    const job = target instanceof Element ? target.closest("[data-job]")?.getAttribute("data-job") : undefined;
    if (job === undefined || job === null) return;
    view.search.value = job;
    change({ search: job });
    view.search.focus();
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

/** A click sorts upwards, a second one downwards, a third one by the newest again. */
const nextSort = (sort: ListSort, column: (typeof SORT_COLUMNS)[number]): ListSort =>
  sort === column ? `-${column}` : sort === `-${column}` ? "" : column;

function markSort(head: HTMLElement, sort: ListSort): void {
  for (const control of head.querySelectorAll("[data-sort]")) {
    const column = control.getAttribute("data-sort");
    const order = sort === column ? "ascending" : sort === `-${column ?? ""}` ? "descending" : "none";
    control.closest("th")?.setAttribute("aria-sort", order);
  }
}

function createView({ status: selected, search: searched, from: firstDay, to: lastDay }: ListQuery) {
  const status = createFilter(selected);
  const search = element("input", { type: "search", value: searched, placeholder: "Name, job or error" });
  const from = element("input", { type: "date", value: firstDay });
  const to = element("input", { type: "date", value: lastDay });
  const body = element("tbody");
  const head = createHead();
  const table = element("table", { class: "executions" }, head, body);
  const trendsBox = element("div");
  const trends = element("details", { class: "panel trends" }, element("summary", {}, "Durations by job"), trendsBox);
  trends.hidden = true;
  const empty = element("p", { class: "empty" }, "Loading executions...");
  const more = button("Load more", "plain", () => undefined);
  more.hidden = true;
  const age = element("span", { class: "quiet age" });
  const count = element("span", { class: "quiet", role: "status" });
  const failures = element("p", { class: "failures" });
  failures.hidden = true;
  return {
    ...{ status, search, from, to, head, trends, trendsBox, body, table, empty, more, age, count, failures },
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
        element("label", { class: "inline" }, "Started from ", from),
        element("label", { class: "inline" }, "to ", to),
        count,
      ),
      failures,
      trends,
      element("div", { class: "panel flush" }, table, empty),
      element("div", { class: "actions more" }, more),
    ],
  };
}

function describeEmpty({ status, search }: ListQuery, loaded: number): string {
  const matches = search === "" ? "started on these days" : `contains "${search}" and started on these days`;
  if (loaded > 0) return `None of the ${loaded.toLocaleString("en-US")} loaded executions ${matches}.`;
  return status === "" ? "No executions yet." : `No executions with status ${status}.`;
}

function describeCount(
  shown: number,
  { executions, hasMore }: ExecutionListReply,
  { search, from, to }: ListQuery,
): string {
  const noun = executions.length === 1 ? "execution" : "executions";
  const loaded = `${executions.length.toLocaleString("en-US")} ${noun}${hasMore ? " loaded, more exist" : ""}`;
  return `${search + from + to === "" ? "" : `${shown.toLocaleString("en-US")} of `}${loaded}`;
}

function createFilter(selected: string): HTMLSelectElement {
  const options = EXECUTION_STATUSES.map((status) =>
    element("option", { value: status, selected: status === selected }, status),
  );
  return element("select", {}, element("option", { value: "" }, "All"), ...options);
}

/** Titles of the columns, with the key of those that can be sorted. */
const TITLES: readonly (readonly [title: string, column?: (typeof SORT_COLUMNS)[number]])[] = [
  ["Name", "name"],
  ["Status", "status"],
  ["Job", "job"],
  ["Error", "error"],
  ["Started", "started"],
  ["Closed"],
  ["Duration", "duration"],
];

const createHead = (): HTMLElement =>
  element(
    "thead",
    {},
    element(
      "tr",
      {},
      ...TITLES.map(([title, column]) =>
        element(
          "th",
          { scope: "col" },
          column === undefined
            ? title
            : element("button", { type: "button", class: "sort", "data-sort": column }, title),
        ),
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
    const text = formatDuration(durationOf(item, nowMs) / 1000);
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
