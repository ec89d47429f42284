import type { Paint } from "./palette";
import { wrap } from "./text";

/** Command and its purpose. */
export type Hint = readonly [command: string, purpose: string];

const INDENT = "    ";
const CONTINUED = "      ";

/**
 * Renders commands that help next, with their purposes if all fit. A command is broken only between its words, and
 * stays one command.
 */
export function renderHints(hints: readonly Hint[], paint: Paint, columns: number): string[] {
  const width = Math.max(0, ...hints.map(([command]) => command.length));
  const hasRoom = hints.every(([, purpose]) => INDENT.length + width + 2 + purpose.length <= columns);
  return hints.flatMap(([command, purpose]) =>
    hasRoom ? [`${INDENT}${command.padEnd(width)}  ${paint("quiet", purpose)}`] : renderCommand(command, columns),
  );
}

function renderCommand(command: string, columns: number): string[] {
  if (INDENT.length + command.length <= columns) return [INDENT + command];
  const lines = wrap(command, columns - CONTINUED.length - " \\".length);
  return lines.map((line, index) => {
    const text = index === lines.length - 1 ? line : `${line} \\`;
    const indent = index === 0 ? INDENT : CONTINUED;
    return indent.length + text.length <= columns ? indent + text : text;
  });
}
