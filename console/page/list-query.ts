/** Number of executions that each "Load more" adds. */
export const PAGE_COUNT = 50;

/** Filter and length of the list of executions, as in the address. */
export interface ListQuery {
  /** Empty for all statuses. */
  readonly status: string;
  readonly search: string;
  /** Number of executions to load. */
  readonly count: number;
}

/** Parses a query string such as `?status=FAILED&search=import&count=100`. Invalid values are ignored. */
export function parseListQuery(text: string): ListQuery {
  const parameters = new URLSearchParams(text);
  const count = Number(parameters.get("count"));
  return {
    status: parameters.get("status") ?? "",
    search: parameters.get("search") ?? "",
    count: Number.isInteger(count) && count > PAGE_COUNT ? count : PAGE_COUNT,
  };
}

/** Returns the query string without default values. */
export function formatListQuery({ status, search, count }: ListQuery): string {
  const parameters = new URLSearchParams();
  if (status !== "") parameters.set("status", status);
  if (search !== "") parameters.set("search", search);
  if (count !== PAGE_COUNT) parameters.set("count", String(count));
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}
