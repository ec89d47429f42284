/** Average character width at 14 px, in pixels. An estimate, because Node cannot measure fonts. */
const CHARACTER_WIDTH = 7.6;
const MAX_LINES = 3;

/** Estimates the width of a text at 14 px, in pixels. */
export const textWidth = (text: string): number => Array.from(text).length * CHARACTER_WIDTH;

/**
 * Wraps a text between words, and within words that are too long.
 * Text after the third line is replaced with an ellipsis.
 * @param width - width of a line in pixels, at 14 px
 */
export function wrapText(text: string, width: number): string[] {
  const limit = Math.max(4, Math.floor(width / CHARACTER_WIDTH));
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((long) => breakWord(long, limit))) {
    if (line !== "" && Array.from(`${line} ${word}`).length > limit) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES - 1), `${lines[MAX_LINES - 1] ?? ""}…`];
}

/** Splits a word by code point, to keep surrogate pairs together. */
function breakWord(word: string, limit: number): string[] {
  const characters = Array.from(word);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += limit)
    pieces.push(characters.slice(start, start + limit).join(""));
  return pieces;
}
