import { toSafeLines } from "./safe-lines";

/** Line of a job's log, or a note about the log. */
export interface LogEntry {
  readonly kind: "line" | "note";
  /** Time of the line, in milliseconds since 1970; null for a note. */
  readonly atMs: number | null;
  /** Text without control characters, at most about 4,000 characters. */
  readonly text: string;
}

export const makeNote = (text: string): LogEntry => ({ kind: "note", atMs: null, text: toSafeLines(text).join(" ") });

/** Converts an event of a log stream; an event with line breaks gives several entries. */
export const makeEntries = (message: string, atMs: number): readonly LogEntry[] =>
  toSafeLines(message).map((text) => ({ kind: "line", atMs, text }));
