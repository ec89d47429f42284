import { formatDuration } from "../../console/format/format-duration";
import type { Paint } from "../render/palette";

/** Summary of a deployed stack. */
export interface DeployedStack {
  readonly stack: string;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  /** Resources imported after an interrupted run. */
  readonly imported: number;
  readonly seconds: number;
}

const HEAD = ["STACK", "CREATED", "CHANGED", "DELETED", "IMPORTED", "TOOK"];

/** Renders a table of the changes and durations, per stack and in total. */
export function renderDeployed(deployed: readonly DeployedStack[], paint: Paint): string {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const all: DeployedStack = {
    stack: "all",
    created: sum(deployed.map(({ created }) => created)),
    updated: sum(deployed.map(({ updated }) => updated)),
    deleted: sum(deployed.map(({ deleted }) => deleted)),
    imported: sum(deployed.map(({ imported }) => imported)),
    seconds: sum(deployed.map(({ seconds }) => seconds)),
  };
  const rows = [...deployed, all].map(({ stack, created, updated, deleted, imported, seconds }) => [
    stack,
    ...[created, updated, deleted, imported].map(String),
    formatDuration(seconds),
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [paint("quiet", line(HEAD)), ...rows.map(line)].join("\n");
}
