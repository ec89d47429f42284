import { stripVTControlCharacters } from "node:util";
import { showCharacter } from "../format/visible-text";

/** Maximum characters of a line. Longer lines are cut, so that one line cannot fill a screen or a page. */
export const MAX_LINE_CHARACTERS = 4_000;
/** Maximum lines of one event of a log stream. */
export const MAX_EVENT_LINES = 200;

/** Characters that control a terminal, break a line or change the direction of text. Tabs are safe. */
const UNSAFE = /(?!\t)\p{Cc}|[\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Splits untrusted text, such as a job's log, into lines that a terminal and a page can show. Removes complete escape
 * sequences, such as colors, and makes all other control characters visible: ^[ for an escape character.
 */
export function toSafeLines(text: string): string[] {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/, MAX_EVENT_LINES + 1);
  const shown = lines.slice(0, MAX_EVENT_LINES).map(toSafeLine);
  return lines.length > MAX_EVENT_LINES ? [...shown, "... (more lines in the same log event)"] : shown;
}

function toSafeLine(line: string): string {
  const left = line.length - MAX_LINE_CHARACTERS;
  const safe = stripVTControlCharacters(line.slice(0, MAX_LINE_CHARACTERS)).replaceAll(UNSAFE, showCharacter);
  return left > 0 ? `${safe}... (${left} more characters)` : safe;
}
