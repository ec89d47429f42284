/** Width of an average character at 14 px, in pixels; neither Node nor a pure function can measure a font. */
const CHARACTER_WIDTH = 7.6;
const MOST_LINES = 3;

/** About how wide a text is at 14 px, in pixels. */
export const textWidth = (text: string): number => Array.from(text).length * CHARACTER_WIDTH;

/**
 * Lines of about the given width: broken between words, and within those that are too long. What does not fit on three
 * lines is cut, with an ellipsis.
 * @param width - in pixels, at 14 px
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
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1] ?? ""}…`];
}

/** By code point, which keeps an emoji whole. */
function breakWord(word: string, limit: number): string[] {
  const characters = Array.from(word);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += limit)
    pieces.push(characters.slice(start, start + limit).join(""));
  return pieces;
}
