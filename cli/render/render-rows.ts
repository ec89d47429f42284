import type { Paint } from "./palette";
import { plainText, wrapBeside } from "./text";

/** Name and value; rows without a value are omitted. */
export type Row = readonly [name: string, value: string | undefined];

const INDENT = "  ";
const NAME_WIDTH = 12;

/** Renders names and values in two columns; long values are wrapped in their column. */
export function renderRows(rows: readonly Row[], paint: Paint, columns: number): string[] {
  const valueColumn = INDENT.length + NAME_WIDTH;
  return rows.flatMap(([name, value]) => {
    if (value === undefined) return [];
    const [first, ...others] = wrapBeside(plainText(value), valueColumn, columns);
    return [`${INDENT}${paint("quiet", name.padEnd(NAME_WIDTH))}${first}`.trimEnd(), ...others];
  });
}
