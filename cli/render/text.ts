import { stripVTControlCharacters } from "node:util";

/** Removes control characters from untrusted text, such as a job's log, and joins its lines. */
export const plainText = (text: string): string => stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, " ");

/**
 * Breaks a text into lines of at most `width` characters, at spaces where there are some; a longer word stays whole.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const LEAST_WIDTH = 20;
const INDENT_BELOW = 4;

/**
 * Wraps a text to the right of a column, or below it when a word, such as an ARN, does not fit there.
 * @param column - characters before the text
 * @param columns - characters in a row of the terminal
 * @returns what follows the column in its line, and the lines after it, indented
 */
export function wrapBeside(text: string, column: number, columns: number): readonly [string, ...string[]] {
  const width = Math.max(LEAST_WIDTH, columns - column);
  const longest = Math.max(...text.split(" ").map((word) => word.length));
  if (longest > width) {
    // The terminal breaks a longer word, which is copied whole only if it has no indent.
    const indent = Math.max(0, Math.min(INDENT_BELOW, columns - longest));
    return ["", ...wrap(text, columns - indent).map((line) => " ".repeat(indent) + line)];
  }
  const [first = "", ...others] = wrap(text, width);
  return [first, ...others.map((line) => " ".repeat(column) + line)];
}
