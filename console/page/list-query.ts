/** Number of executions that each "Load more" adds. */
export const PAGE_COUNT = 50;

/** Columns by which the list can be sorted; `-` reverses the order. Empty for the newest first. */
export const SORT_COLUMNS = ["name", "status", "job", "error", "started", "duration"] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];
export type ListSort = "" | SortColumn | `-${SortColumn}`;

/** Whether a text is an order of the list. */
export const isSort = (text: string): text is ListSort =>
  text === "" || SORT_COLUMNS.some((column) => column === text.replace(/^-/, ""));

/** Filter and length of the list of executions, as in the address. */
export interface ListQuery {
  /** Empty for all statuses. */
  readonly status: string;
  readonly search: string;
  /** First and last day of the start, such as `2026-11-24`; empty for no limit. */
  readonly from: string;
  readonly to: string;
  readonly sort: ListSort;
  /** Category and reason of a failure, such as `UserError: exit code 3`; empty for all executions. */
  readonly failure: string;
  /** Number of executions to load. */
  readonly count: number;
}

/** Parses a query string such as `?status=FAILED&search=import&count=100`. Invalid values are ignored. */
export function parseListQuery(text: string): ListQuery {
  const parameters = new URLSearchParams(text);
  const count = Number(parameters.get("count"));
  const sort = parameters.get("sort") ?? "";
  return {
    status: parameters.get("status") ?? "",
    search: parameters.get("search") ?? "",
    from: findDay(parameters.get("from")),
    to: findDay(parameters.get("to")),
    sort: isSort(sort) ? sort : "",
    failure: parameters.get("failure") ?? "",
    count: Number.isInteger(count) && count > PAGE_COUNT ? count : PAGE_COUNT,
  };
}

const findDay = (text: string | null): string => (/^\d{4}-\d\d-\d\d$/.test(text ?? "") ? (text ?? "") : "");

/** Returns the query string without default values. */
export function formatListQuery({ count, ...texts }: ListQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, text] of Object.entries(texts)) if (text !== "") parameters.set(name, text);
  if (count !== PAGE_COUNT) parameters.set("count", String(count));
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}
