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

/** Renders a table of the changes and durations, per stack and in total. */
export function renderDeployed(deployed: readonly DeployedStack[], paint: Paint): string {
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
  return renderTable(["STACK", "CREATED", "CHANGED", "DELETED", "IMPORTED", "TOOK"], rows, paint);
}

/** Summary of a destroyed stack. */
export interface DestroyedStack {
  readonly stack: string;
  readonly deleted: number;
  /** Resources that still exist. */
  readonly left: number;
}

/** Renders a table of the deleted resources, per stack and in total. */
export function renderDestroyed(destroyed: readonly DestroyedStack[], paint: Paint): string {
  const all: DestroyedStack = {
    stack: "all",
    deleted: sum(destroyed.map(({ deleted }) => deleted)),
    left: sum(destroyed.map(({ left }) => left)),
  };
  const rows = [...destroyed, all].map(({ stack, deleted, left }) => [stack, String(deleted), String(left)]);
  return renderTable(["STACK", "DELETED", "LEFT"], rows, paint);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Renders a table with its first column aligned left and the others right. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [paint("quiet", line(head)), ...rows.map(line)].join("\n");
}
