/**
 * Escapes invisible and bidirectional control characters as in JSON, so that a review does not depend on the
 * browser's rendering.
 */
export const showInvisible = (text: string): string =>
  text.replaceAll(/(?![\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** Renders a code span; backticks and line breaks in the text are replaced. */
export const codeSpan = (text: string): string => `\`${showInvisible(text.replaceAll(/[`\r\n]/g, " "))}\``;

/** Renders a code span in a table cell: `|` would end the cell, also within a code span. */
export const codeCell = (text: string): string => codeSpan(text).replaceAll("|", "\\|");

/** Renders a line of text; line breaks are replaced. */
export const onOneLine = (text: string): string => showInvisible(text.replaceAll(/[\r\n]/g, " "));

/** Renders a table cell; Markdown characters are escaped and line breaks are replaced. */
export const tableCell = (text: string): string => onOneLine(text).replaceAll(/[|\\`*_<>[\]]/g, "\\$&");

/** Renders a code block; its fence is longer than any in the text, so the text cannot close it. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence].join("\n");
}

/** Renders a collapsible section. @param summary - trusted HTML without line breaks */
export const details = (summary: string, body: string, isOpen = false): string =>
  `<details${isOpen ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** `1 change`, `2 changes` */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Returns the first `max` lines that have at most `maxBytes` together, and the number of omitted ones. */
export function firstOf(lines: readonly string[], max: number, maxBytes = Infinity): string[] {
  let bytes = 0;
  const shown = lines.slice(0, max).filter((line) => (bytes += Buffer.byteLength(line) + 1) <= maxBytes);
  return shown.length === lines.length ? shown : [...shown, `… and ${lines.length - shown.length} more`];
}
