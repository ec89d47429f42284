import type { ExecutionListReply } from "../api/replies";
import { startOfDay } from "../format/format-time";
import { findFailureName } from "./group-failures";
import type { ListQuery, SortColumn } from "./list-query";

type Item = ExecutionListReply["executions"][number];
type Filter = Pick<ListQuery, "search" | "from" | "to" | "sort" | "failure">;

const DAY_MS = 86_400_000;

/** Returns the executions that match the search, the days and the failure, in the wanted order. */
export function selectExecutions(
  items: readonly Item[],
  { search, from, to, sort, failure }: Filter,
  nowMs: number,
): Item[] {
  const fromMs = from === "" ? -Infinity : startOfDay(from);
  const endMs = to === "" ? Infinity : startOfDay(to) + DAY_MS;
  const isWithin = ({ startedAt }: Item): boolean => {
    const atMs = Date.parse(startedAt);
    return atMs >= fromMs && atMs < endMs;
  };
  const hasFailed = (item: Item): boolean => failure === "" || findFailureName(item) === failure;
  const found = items.filter((item) => matchesSearch(item, search) && isWithin(item) && hasFailed(item));
  const column = COLUMNS.find(([name]) => name === sort.replace("-", ""));
  if (column === undefined) return found;
  const [, valueOf] = column;
  const sign = sort.startsWith("-") ? -1 : 1;
  return found.sort((one, other) => compare(valueOf(one, nowMs), valueOf(other, nowMs), sign));
}

const COLUMNS: readonly (readonly [SortColumn, (item: Item, nowMs: number) => string | number])[] = [
  ["name", ({ name }) => name],
  ["status", ({ status }) => status],
  ["job", ({ details }) => details?.jobName ?? ""],
  ["error", ({ details }) => details?.error ?? ""],
  ["started", ({ startedAt }) => Date.parse(startedAt)],
  ["duration", (item, nowMs) => durationOf(item, nowMs)],
];

/** Compares two values. Empty texts are last in both orders. */
function compare(one: string | number, other: string | number, sign: number): number {
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  return sign * String(one).localeCompare(String(other), "en");
}

/** Duration in milliseconds; up to now for a running execution. */
export const durationOf = ({ startedAt, closedAt }: Item, nowMs: number): number =>
  (closedAt === null ? nowMs : Date.parse(closedAt)) - Date.parse(startedAt);

/** Whether an execution contains all words of the search in its name, job name, error or reason. Case is ignored. */
function matchesSearch({ name, details }: Item, search: string): boolean {
  const text = [name, details?.jobName ?? "", details?.error ?? "", details?.reason ?? ""].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
