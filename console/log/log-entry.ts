import { toSafeLines } from "./safe-lines";
import { toStyledLines, type StyledLine } from "./styled-lines";

/** Line of a job's log, or a note about the log. */
export interface LogEntry {
  readonly kind: "line" | "note";
  /** Time of the line, in milliseconds since 1970; null for a note. */
  readonly atMs: number | null;
  /** Text without control characters, at most about 4,000 characters. */
  readonly text: string;
  /** Styles of the text, for the page; undefined without styles. */
  readonly parts?: StyledLine["parts"];
}

export const makeNote = (text: string): LogEntry => ({ kind: "note", atMs: null, text: toSafeLines(text).join(" ") });

/** Converts an event of a log stream; an event with line breaks gives several entries. */
export const makeEntries = (message: string, atMs: number): readonly LogEntry[] =>
  toStyledLines(message).map((line) => ({ kind: "line", atMs, ...line }));
