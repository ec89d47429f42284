import type { LogMessage } from "../../api/replies";
import { formatTimeOfDay } from "../../format/format-time";
import type { ExecutionModel } from "../../model/execution-model";
import { button, element, panel } from "../dom/element";

type Entry = LogMessage["entries"][number];

/** Maximum number of lines on the page, while it follows the newest line. */
const MAX_LINES = 2_000;
/** Maximum number of lines while the reader has scrolled up, so that the text stays in place. */
const MAX_LINES_SCROLLED = 10_000;
/** Distance from the end at which the panel follows the newest line, in pixels. */
const END_PX = 12;

/**
 * Creates the panel with the job's log. It follows the newest line, except while the reader has scrolled up.
 * `add` takes new lines, and `update` shows them.
 */
export function createLogPanel() {
  const place = element("p", { class: "quiet" });
  const box = element("pre", { class: "code log", tabindex: 0, role: "region", "aria-label": "Log of the job" });
  let follows = true;
  let lastTop = 0;
  const scrollToEnd = (): void => {
    box.scrollTop = box.scrollHeight;
  };
  const newest = button("Newest lines", "plain", () => {
    follows = true;
    scrollToEnd();
    newest.hidden = true;
    box.focus({ preventScroll: true });
  });
  newest.hidden = true;
  const section = panel("Log", place, box, element("div", { class: "actions log-actions" }, newest));
  section.hidden = true;
  let pending: Entry[] = [];
  let lastNumber = 0;
  let isCut = false;
  box.addEventListener("scroll", () => {
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight <= END_PX;
    // A change of the size also moves the end away, but not the position up.
    if (isAtEnd || box.scrollTop < lastTop) follows = isAtEnd;
    lastTop = box.scrollTop;
    if (follows) newest.hidden = true;
  });

  const append = (): void => {
    const entries = pending;
    pending = [];
    box.append(...entries.slice(-MAX_LINES_SCROLLED).map(createLine));
    const surplus = box.childElementCount - (follows ? MAX_LINES : MAX_LINES_SCROLLED);
    if (surplus > 0) removeFirst(box, surplus);
    isCut ||= surplus > 0;
    if (follows) scrollToEnd();
    else newest.hidden = false;
  };
  return {
    element: section,
    /** Number of the last received line; 0 for none. */
    lastNumber: (): number => lastNumber,
    add: ({ first, entries }: LogMessage): void => {
      if (lastNumber > 0 && first !== lastNumber + 1) isCut = true;
      lastNumber = first + entries.length - 1;
      pending.push(...entries);
      if (pending.length > 2 * MAX_LINES_SCROLLED) pending = pending.slice(-MAX_LINES_SCROLLED);
    },
    update: (model: ExecutionModel): void => {
      const isEmpty = pending.length === 0 && box.childElementCount === 0;
      section.hidden = isEmpty && model.progress.jobId === undefined && model.result === undefined;
      // A hidden element cannot be scrolled.
      box.hidden = isEmpty;
      if (pending.length > 0) append();
      const text = describe(model, isEmpty, isCut);
      if (place.textContent !== text) place.textContent = text;
    },
  };
}

/** Removes the first lines. The visible lines stay in place. */
function removeFirst(box: HTMLElement, count: number): void {
  const before = box.scrollHeight;
  const top = box.scrollTop;
  for (const line of [...box.children].slice(0, count)) line.remove();
  // Browsers with scroll anchoring have done this already, so the position is set, not changed.
  box.scrollTop = Math.max(0, top - (before - box.scrollHeight));
}

function createLine({ kind, atMs, text }: Entry): HTMLElement {
  if (kind === "note" || atMs === null) return element("span", { class: "line note" }, text);
  const at = new Date(atMs);
  const time = element("time", { class: "quiet", datetime: at.toISOString() }, `${formatTimeOfDay(at)} `);
  return element("span", { class: "line" }, time, text);
}

function describe({ result, end }: ExecutionModel, isEmpty: boolean, isCut: boolean): string {
  const stream = result?.attempts.at(-1)?.logStreamName ?? undefined;
  const parts = [
    isEmpty ? (end === undefined ? "No log lines yet." : "The job wrote no log.") : undefined,
    stream === undefined ? undefined : `Log stream ${stream} in log group ${result?.logGroup ?? "(unknown)"}.`,
    isCut ? "Earlier lines are not shown here." : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}
