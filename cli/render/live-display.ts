import type { Output } from "../cli-context";
import type { TimelineEntry } from "../../console/model/progress/run-progress";
import type { WatchDisplay } from "../watch/watch-execution";
import type { Paint } from "./palette";
import { renderEntry } from "./render-entry";

/** Used where the output does not say how wide it is. */
const DEFAULT_COLUMNS = 80;

const CLEAR_LINE = "\r\u001B[2K";

/** Timeline on an output, with a progress line below it: updated in place on a terminal, elsewhere one a poll at most. */
export class LiveDisplay implements WatchDisplay {
  private shownLine = "";
  private lastPlainLineAtMs: number | undefined;
  private lastMilestone: string | undefined;
  /** Whether an entry has said already what the next progress line would. */
  private isSaid = false;

  /**
   * @param plainLineMs - least time between two progress lines where there is no terminal, on the clock of `progress`
   * @param heading - said before the first entry, and so only when there is something to see
   */
  constructor(
    private readonly output: Output,
    private readonly paint: Paint,
    private readonly plainLineMs: number,
    private heading: string | undefined,
  ) {}

  entry(entry: TimelineEntry, startedAt: Date): void {
    if (this.heading !== undefined) this.output.write(`${this.heading}\n\n`);
    this.heading = undefined;
    this.isSaid = true;
    this.print(renderEntry(entry, startedAt, this.paint, this.columns));
  }

  progress(line: string, timeMs: number, milestone: string | undefined): void {
    if (this.output.isTTY === true) this.replaceLine(line);
    else if (milestone !== undefined) this.sayMilestone(line, timeMs, milestone);
  }

  /** Text that stays, in place of the progress line. */
  print(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  /** Takes the progress line away. */
  clear(): void {
    if (this.shownLine !== "") this.output.write(CLEAR_LINE);
    this.shownLine = "";
  }

  get columns(): number {
    return this.output.columns ?? DEFAULT_COLUMNS;
  }

  private sayMilestone(line: string, timeMs: number, milestone: string): void {
    // What is over soon is not worth a line.
    this.lastPlainLineAtMs ??= timeMs;
    if (this.isSaid) this.lastMilestone = milestone;
    this.isSaid = false;
    if (milestone === this.lastMilestone || timeMs - this.lastPlainLineAtMs < this.plainLineMs) return;
    this.output.write(`${line}\n`);
    this.lastPlainLineAtMs = timeMs;
    this.lastMilestone = milestone;
  }

  private replaceLine(line: string): void {
    // A line that reaches the last column would wrap, and could not be taken back.
    const fitting = line.slice(0, this.columns - 1);
    if (fitting === this.shownLine) return;
    this.output.write(`${this.shownLine === "" ? "" : CLEAR_LINE}${this.paint("quiet", fitting)}`);
    this.shownLine = fitting;
  }
}

/** For `--json`: nothing but the result is wanted. */
export const SILENT_DISPLAY: WatchDisplay = { entry: () => undefined, progress: () => undefined };
