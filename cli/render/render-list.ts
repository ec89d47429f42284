import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import { formatDuration } from "../../console/format/format-duration";
import { formatDateTime } from "../../console/format/format-time";
import type { Paint } from "./palette";
import { toneOf } from "./status-tone";

const STATUS_WIDTH = 9;
const GAP = "  ";

/** Format of the start time; `from` and `to` cut `2026-11-22 08:05:03 UTC`. */
interface StartedColumn {
  readonly head: string;
  readonly from: number;
  readonly to: number;
}
const FULL: StartedColumn = { head: "STARTED (UTC)", from: 0, to: 19 };
const SHORT: StartedColumn = { head: "STARTED UTC", from: 5, to: 16 };

/**
 * Renders executions in columns. Narrow terminals omit year and seconds, then the duration, and show the rest below
 * the name if both do not fit.
 * @param columns - width of the terminal; undefined for no limit
 */
export function renderList(
  executions: readonly ExecutionListItem[],
  paint: Paint,
  columns: number | undefined = Infinity,
): string {
  const nameWidth = Math.max(4, ...executions.map(({ name = "" }) => name.length));
  const took = executions.map(findTook);
  const tookWidth = GAP.length + Math.max(4, ...took.map((text) => text.length));
  const widthWith = ({ from, to }: StartedColumn): number =>
    nameWidth + GAP.length + STATUS_WIDTH + GAP.length + to - from;
  const started = widthWith(FULL) + tookWidth <= columns ? FULL : SHORT;
  const showsTook = widthWith(started) + tookWidth <= columns;
  const width = started.to - started.from;
  const isNarrow = widthWith(started) > columns;
  const row = (name: string, status: string, start: string, last: string): string => {
    const rest = [status, start.padEnd(width), ...(showsTook ? [last] : [])].join(GAP);
    return (isNarrow ? `${name}\n${GAP}${rest}` : `${name.padEnd(nameWidth)}${GAP}${rest}`).trimEnd();
  };
  const lines = executions.map(({ name = "", status = "", startDate }, index) => {
    const start = startDate === undefined ? "" : formatDateTime(startDate).slice(started.from, started.to);
    return row(name, paint(toneOf(status), status.padEnd(STATUS_WIDTH)), start, took[index] ?? "");
  });
  const head = row("NAME", "STATUS".padEnd(STATUS_WIDTH), started.head, "TOOK").split("\n");
  return [...head.map((line) => paint("quiet", line)), ...lines].join("\n");
}

function findTook({ startDate, stopDate }: ExecutionListItem): string {
  if (startDate === undefined || stopDate === undefined) return "";
  return formatDuration((stopDate.getTime() - startDate.getTime()) / 1000);
}
