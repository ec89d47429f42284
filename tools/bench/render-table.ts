/** Renders a Markdown table; prettier aligns it. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

export const count = (number: number): string => number.toLocaleString("en-US");

/** Formats a duration in milliseconds, or in seconds from one second. */
export const milliseconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** Renders a goal and whether it was met. */
export const judge = (aim: string, isMet: boolean, found: string): string =>
  `- ${isMet ? "**met**" : "**missed**"}: ${aim}: ${found}.`;
