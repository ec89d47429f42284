/**
 * Writes characters that nobody sees, or that turn the order of others around, as JSON would: a review must not depend on
 * what a browser makes of them.
 */
export const showInvisible = (text: string): string =>
  text.replaceAll(/(?![\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** Text between backticks: nothing in it can end them. */
export const codeSpan = (text: string): string => `\`${showInvisible(text.replaceAll(/[`\r\n]/g, " "))}\``;

/** Text in a cell of a table: nothing in it is taken for Markdown, and it stays in its row. */
export const tableCell = (text: string): string =>
  showInvisible(text.replaceAll(/[\r\n]/g, " ")).replaceAll(/[|\\`*_<>[\]]/g, "\\$&");

/** A fence that is longer than any in the text: a plan's or a job's own words cannot end it. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence].join("\n");
}

/** What is folded away. @param summary - HTML of ours, without a line break */
export const details = (summary: string, body: string, isOpen = false): string =>
  `<details${isOpen ? " open" : ""}><summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** `1 change`, `2 changes` */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The first of many lines, and how many more there are. */
export const firstOf = (lines: readonly string[], most: number): string[] =>
  lines.length <= most ? [...lines] : [...lines.slice(0, most), `… and ${lines.length - most} more`];
