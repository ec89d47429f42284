import { executionListReplySchema, type ExecutionListReply } from "../../api/replies";
import { formatDuration } from "../../format/format-duration";
import { formatDateTime, formatWeekdayTime, startOfDay } from "../../format/format-time";
import { renderTrends } from "../render-trends";
import { explain, get } from "../api-client";
import { describeAge } from "../describe-age";
import { element } from "../dom/element";
import { keepRows } from "../dom/keep-rows";
import { show } from "../dom/show";
import { statusBadge } from "../dom/status-badge";
import { EndpointClock } from "../endpoint-clock";
import { isSort, PAGE_COUNT, parseListQuery, formatListQuery, SORT_COLUMNS, type ListQuery } from "../list-query";
import type { Page } from "../page-context";
import { repeat } from "../repeat";
import { executionAddress } from "../routes";
import { durationOf, selectExecutions } from "../search-executions";
import { summarizeJobs } from "../summarize-jobs";
import { groupFailures } from "../group-failures";
import { renderFailures } from "../render-failures";
import { createListView, describeCount, describeEmpty, markSort, nextSort } from "./list-view";

type Item = ExecutionListReply["executions"][number];

/** Interval between updates of durations, in milliseconds. */
const TICK_MS = 1_000;

/** List of executions: running ones first, then the newest. All displayed rows are refreshed. */
export const listPage: Page = (main, { stateMachine, showProblem }) => {
  let query = parseListQuery(location.search);
  let reply: ExecutionListReply | undefined;
  let readAt: number | undefined;
  const clock = new EndpointClock(stateMachine.speed);
  const view = createListView(query);
  let showsAllFailures = false;

  const update = (): void => {
    view.age.textContent = describeAge(readAt === undefined ? undefined : performance.now() - readAt);
    if (reply === undefined) return;
    const items = selectExecutions(reply.executions, query, clock.now());
    markSort(view, query.sort);
    updateRows(view.body, items, clock.now());
    view.table.hidden = items.length === 0;
    view.empty.hidden = items.length > 0;
    view.empty.textContent = describeEmpty(query, reply.executions.length);
    view.count.textContent = describeCount(items.length, reply, query);
    const groups = groupFailures(selectExecutions(reply.executions, { ...query, failure: "" }, 0), query.failure);
    view.failures.hidden = groups.length === 0;
    show(view.failuresBox, renderFailures(groups, query.failure, showsAllFailures));
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
  view.sort.addEventListener("change", () => {
    if (isSort(view.sort.value)) change({ sort: view.sort.value });
  });
  view.failuresBox.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const failure = target.closest("[data-failure]")?.getAttribute("data-failure");
    showsAllFailures ||= target.closest("[data-more]") !== null;
    // A second click on the same group shows all executions again.
    if (typeof failure === "string") change({ failure: failure === query.failure ? "" : failure });
    else update();
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
    cell("Error", ...createError(details)),
    cell("Started", formatWeekdayTime(new Date(startedAt))),
    cell("Closed", closedAt === null ? "–" : formatDateTime(new Date(closedAt))),
    cell("Duration"),
  );
}

/** Creates the category of a failure and, on a line of its own, its reason. */
function createError(details: Item["details"]): readonly (Node | string)[] {
  const { error = null, reason = null } = details ?? {};
  if (error === null) return [];
  const category = error.replace(/^BatchJob\./, "");
  return reason === null ? [category] : [category, element("span", { class: "reason quiet" }, reason)];
}
