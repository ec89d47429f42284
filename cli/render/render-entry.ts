import type { TimelineEntry } from "../../console/model/progress/run-progress";
import { formatDuration } from "../../console/format/format-duration";
import { formatTimeOfDay } from "../../console/format/format-time";
import type { Paint } from "./palette";
import { plainText } from "./plain-text";
import { wrapBeside } from "./wrap";

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
