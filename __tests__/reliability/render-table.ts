import type { Measured } from "./run-row";

const COLUMNS: readonly [string, (measured: Measured) => string | number | boolean | null | undefined][] = [
  ["status", ({ status }) => status],
  ["error", ({ error }) => error],
  ["category", ({ result }) => result?.category],
  ["retryable", ({ result }) => result?.retryable],
  ["exit code", ({ result }) => result?.exitCode],
  ["SubmitJob calls", ({ submitJobCalls }) => submitJobCalls],
  ["attempts", ({ attempts }) => attempts],
  ["jobs left running", ({ jobsLeftRunning }) => jobsLeftRunning],
  // The time until a sweep depends on the start of the row.
  ["job outlived execution, s", ({ outlivedSeconds }) => (outlivedSeconds > 60 ? "sweep" : outlivedSeconds)],
  ["events", ({ events }) => events],
  ["largest wait, s", ({ largestWaitSeconds }) => largestWaitSeconds],
];

/** Measured rows as a Markdown table. */
export function renderTable(rows: ReadonlyMap<string, Measured>): string {
  return renderMarkdownTable([
    ["fault", ...COLUMNS.map(([name]) => name)],
    ...[...rows].map(([name, measured]) => [name, ...COLUMNS.map(([, pick]) => String(pick(measured) ?? "–"))]),
  ]);
}

/**
 * A Markdown table in prettier's format.
 * @param cells - the heading and the rows
 */
export function renderMarkdownTable(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill = " "): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  const rule = line(
    head.map(() => "-"),
    "-",
  );
  return [line(head), rule, ...body.map((row) => line(row))].join("\n");
}

/** Number of jobs left running, over all rows. */
export const countLeftRunning = (rows: ReadonlyMap<string, Measured>): number =>
  [...rows.values()].reduce((sum, { jobsLeftRunning }) => sum + jobsLeftRunning, 0);
