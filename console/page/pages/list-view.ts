import type { ExecutionListReply } from "../../api/replies";
import { EXECUTION_STATUSES } from "../../../workflow/execution-status";
import { button, element } from "../dom/element";
import type { ListQuery, ListSort, SortColumn } from "../list-query";

/** A click sorts upwards, a second one downwards, a third one by the newest again. */
export const nextSort = (sort: ListSort, column: SortColumn): ListSort =>
  sort === column ? `-${column}` : sort === `-${column}` ? "" : column;

/** Marks the column by which the list is sorted, and selects the order in the control for narrow screens. */
export function markSort({ head, sort: choice }: Pick<ListView, "head" | "sort">, sort: ListSort): void {
  choice.value = sort;
  for (const control of head.querySelectorAll("[data-sort]")) {
    const column = control.getAttribute("data-sort");
    const order = sort === column ? "ascending" : sort === `-${column ?? ""}` ? "descending" : "none";
    control.closest("th")?.setAttribute("aria-sort", order);
  }
}

type ListView = ReturnType<typeof createListView>;

/** Creates the controls and the table of the list. */
export function createListView({ status: selected, search: searched, from: firstDay, to: lastDay }: ListQuery) {
  const sort = createSortChoice();
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
  const count = element("span", { class: "quiet age", role: "status" });
  const failuresBox = element("div");
  const failures = element("section", { class: "failures" }, element("h2", {}, "Repeated failures"), failuresBox);
  failures.hidden = true;
  return {
    ...{
      status,
      search,
      from,
      to,
      head,
      trends,
      trendsBox,
      body,
      table,
      empty,
      more,
      age,
      count,
      failures,
      failuresBox,
      sort,
    },
    elements: [
      element(
        "div",
        { class: "title-row" },
        element("div", { class: "titles" }, element("h1", {}, "Executions"), count, age),
        element("a", { href: "/new", class: "button primary" }, "New execution"),
      ),
      element(
        "div",
        { class: "filters" },
        element("label", { class: "inline search" }, "Search ", search),
        element("label", { class: "inline" }, "Status ", status),
        element("span", { class: "sort-choice" }, element("label", { class: "inline", for: "sort" }, "Sort by"), sort),
        element("label", { class: "inline" }, "Started from ", from),
        element("label", { class: "inline" }, "to ", to),
      ),
      failures,
      trends,
      element("div", { class: "panel flush" }, table, empty),
      element("div", { class: "actions more" }, more),
    ],
  };
}

/** Describes why no execution is shown. */
export function describeEmpty({ status, search, from, to, failure }: ListQuery, loaded: number): string {
  const matches = [
    ...(search === "" ? [] : [`contains "${search}"`]),
    ...(from + to === "" ? [] : ["started on these days"]),
    ...(failure === "" ? [] : [`failed with ${failure}`]),
  ];
  if (loaded > 0) return `None of the ${loaded.toLocaleString("en-US")} loaded executions ${matches.join(" and ")}.`;
  return status === "" ? "No executions yet." : `No executions with status ${status}.`;
}

/** Describes how many executions are shown. */
export function describeCount(
  shown: number,
  { executions, hasMore }: ExecutionListReply,
  { search, from, to, failure }: ListQuery,
): string {
  const noun = executions.length === 1 ? "execution" : "executions";
  const loaded = `${executions.length.toLocaleString("en-US")} ${noun}${hasMore ? " loaded, more exist" : ""}`;
  const read = executions.filter(({ details }) => details !== null).length;
  const reading = read === executions.length ? "" : `, details of ${read.toLocaleString("en-US")} read so far`;
  const selected = search + from + to + failure === "" ? "" : `${shown.toLocaleString("en-US")} of `;
  return `${selected}${loaded}${reading}`;
}

function createFilter(selected: string): HTMLSelectElement {
  const options = EXECUTION_STATUSES.map((status) =>
    element("option", { value: status, selected: status === selected }, status),
  );
  return element("select", {}, element("option", { value: "" }, "All"), ...options);
}

/** Orders of the list, for screens that are too narrow for column headers. */
const SORTS: Readonly<Record<ListSort, string>> = {
  "": "Running, newest",
  "-started": "Newest first",
  started: "Oldest first",
  "-duration": "Longest first",
  duration: "Shortest first",
  name: "Name, A to Z",
  "-name": "Name, Z to A",
  status: "Status, A to Z",
  "-status": "Status, Z to A",
  job: "Job, A to Z",
  "-job": "Job, Z to A",
  error: "Error, A to Z",
  "-error": "Error, Z to A",
};

const createSortChoice = (): HTMLSelectElement =>
  element(
    "select",
    { id: "sort" },
    ...Object.entries(SORTS).map(([value, title]) => element("option", { value }, title)),
  );

/** Titles of the columns, with the key of those that can be sorted. */
const TITLES: readonly (readonly [title: string, column?: SortColumn])[] = [
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
