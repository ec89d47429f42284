import { formatDuration } from "../../console/format/format-duration";
import { formatTimeOfDay } from "../../console/format/format-time";
import type { LogEntry } from "../../console/log/log-entry";
import type { TimelineEntry } from "../../console/model/progress/run-progress";
import { columnsOf, type Output } from "../cli-context";
import type { WatchDisplay } from "../watch/watch-execution";
import type { Paint } from "./palette";
import { plainText, wrapBeside } from "./text";

/** Default width, when the width of the output is unknown. */
export const DEFAULT_COLUMNS = 80;

const CLEAR_LINE = "\r\u001B[2K";

/**
 * Timeline with a progress line, which is updated in place on a terminal and printed at most once per poll
 * elsewhere.
 */
export class LiveDisplay implements WatchDisplay {
  private shownLine = "";
  private lastPlainLineAtMs: number | undefined;
  private lastMilestone: string | undefined;
  /** Whether the last entry makes the next progress line redundant. */
  private isSaid = false;

  /**
   * @param plainLineMs - minimum time between two progress lines without a terminal, on the clock of `progress`
   * @param heading - printed before the first entry
   */
  constructor(
    private readonly output: Output,
    private readonly paint: Paint,
    private readonly plainLineMs: number,
    private heading: string | undefined,
  ) {}

  entry(entry: TimelineEntry, startedAt: Date): void {
    this.printHeading();
    this.isSaid = true;
    this.print(renderEntry(entry, startedAt, this.paint, this.columns));
  }

  log(entries: readonly LogEntry[]): void {
    this.printHeading();
    this.print(entries.map((entry) => renderLogEntry(entry, this.paint)).join("\n"));
  }

  progress(line: string, timeMs: number, milestone: string | undefined): void {
    if (this.output.isTTY === true) this.replaceLine(line);
    else if (milestone !== undefined) this.sayMilestone(line, timeMs, milestone);
  }

  /** Prints permanent text in place of the progress line. */
  print(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  /** Clears the progress line. */
  clear(): void {
    if (this.shownLine !== "") this.output.write(CLEAR_LINE);
    this.shownLine = "";
  }

  get columns(): number {
    return columnsOf(this.output) ?? DEFAULT_COLUMNS;
  }

  private printHeading(): void {
    if (this.heading !== undefined) this.output.write(`${this.heading}\n\n`);
    this.heading = undefined;
  }

  private sayMilestone(line: string, timeMs: number, milestone: string): void {
    // Short waits get no line.
    this.lastPlainLineAtMs ??= timeMs;
    if (this.isSaid) this.lastMilestone = milestone;
    this.isSaid = false;
    if (milestone === this.lastMilestone || timeMs - this.lastPlainLineAtMs < this.plainLineMs) return;
    this.output.write(`${line}\n`);
    this.lastPlainLineAtMs = timeMs;
    this.lastMilestone = milestone;
  }

  private replaceLine(line: string): void {
    // A line that reaches the last column would wrap and could not be cleared.
    const fitting = fitLine(line, this.columns - 1);
    if (fitting === this.shownLine) return;
    this.output.write(`${this.shownLine === "" ? "" : CLEAR_LINE}${this.paint("quiet", fitting)}`);
    this.shownLine = fitting;
  }
}

/** Shortens a line: omits parts before the last one, which has the time left, and then cuts the end. */
function fitLine(line: string, width: number): string {
  const parts = line.split(", ");
  while (parts.length > 2 && parts.join(", ").length > width) parts.splice(-2, 1);
  return parts.join(", ").slice(0, width);
}

/** Display without output, for `--json`. */
export const SILENT_DISPLAY: WatchDisplay = { entry: () => undefined, log: () => undefined, progress: () => undefined };

/** Widths of the columns before an entry's text: time of day, elapsed time, label and gaps. */
const ELAPSED_WIDTH = 11;
const LABEL_WIDTH = 10;
const TEXT_COLUMN = 8 + 2 + ELAPSED_WIDTH + 2 + LABEL_WIDTH + 2;

/** Renders `08:05:03     4 min 1 s  SUCCEEDED   poll 4, exit code 0`; long text is wrapped in its column. */
export function renderEntry(
  { at, label, text, tone }: TimelineEntry,
  startedAt: Date,
  paint: Paint,
  columns: number,
): string {
  const elapsed = formatDuration((at.getTime() - startedAt.getTime()) / 1000).padStart(ELAPSED_WIDTH);
  const [first, ...others] = wrapBeside(plainText(text), TEXT_COLUMN, columns);
  const head = `${paint("quiet", `${formatTimeOfDay(at)}  ${elapsed}`)}  ${paint(tone === "plain" ? "strong" : tone, label.padEnd(LABEL_WIDTH))}  ${first}`;
  return [head.trimEnd(), ...others].join("\n");
}

/** Renders `08:05:03  | imported 3 rows`, or a note without a bar, which a line of the log cannot imitate. */
const renderLogEntry = ({ kind, atMs, text }: LogEntry, paint: Paint): string =>
  kind === "note"
    ? `${" ".repeat(10)}${paint("notice", text)}`
    : `${paint("quiet", `${formatTimeOfDay(new Date(atMs ?? 0))}  |`)} ${text}`;
