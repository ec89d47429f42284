import type { LogMessage } from "../../api/replies";
import { formatTimeOfDay } from "../../format/format-time";
import { element } from "../dom/element";

export type LogPageEntry = LogMessage["entries"][number];

/** Creates the element of a line, with its time and styles, or of a note. */
export function createLogLine({ kind, atMs, text, parts = [] }: LogPageEntry): HTMLElement {
  if (kind === "note" || atMs === null) return element("span", { class: "line note" }, text);
  const at = new Date(atMs);
  const time = element("time", { class: "quiet", datetime: at.toISOString() }, `${formatTimeOfDay(at)} `);
  const content: (Node | string)[] = [];
  let end = 0;
  for (const { from, to, styles } of parts) {
    content.push(text.slice(end, from));
    const classes = styles.map((style) => `ansi-${style}`).join(" ");
    content.push(element("span", { class: classes }, text.slice(from, to)));
    end = to;
  }
  content.push(text.slice(end));
  return element("span", { class: "line", "data-at": atMs }, time, ...content);
}
