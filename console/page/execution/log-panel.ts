import { earlierLogSchema, type LogMessage } from "../../api/replies";
import type { ExecutionModel } from "../../model/execution-model";
import { findArrayFailure } from "../../model/find-array-failure";
import { executionPath, explain, get } from "../api-client";
import { button, element, panel } from "../dom/element";
import { createLogLine, type LogPageEntry } from "./log-line";

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
export function createLogPanel(executionName: string) {
  const place = element("p", { class: "quiet", role: "status" });
  const box = element("pre", { class: "code log", tabindex: 0, role: "region", "aria-label": "Log of the job" });
  const search = element("input", { type: "search", placeholder: "Search", "aria-label": "Search the log" });
  const earlier = button("Earlier lines", "plain", () => void loadEarlier());
  const download = element(
    "a",
    { class: "button plain small", href: executionPath(executionName, "log.txt"), download: `${executionName}.log` },
    "Download",
  );
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
  for (const each of [earlier, newest]) {
    each.classList.add("small");
    each.hidden = true;
  }
  const controls = element("div", { class: "actions log-actions" }, search, earlier, newest, download);
  const section = panel("Log", controls, place, box);
  section.classList.add("log-panel");
  let pending: LogPageEntry[] = [];
  let lastNumber = 0;
  let isCut = false;
  box.addEventListener("scroll", () => {
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight <= END_PX;
    // A change of the size also moves the end away, but not the position up.
    if (isAtEnd || box.scrollTop < lastTop) follows = isAtEnd;
    lastTop = box.scrollTop;
    if (follows) newest.hidden = true;
  });

  new ResizeObserver(() => {
    if (follows) scrollToEnd();
  }).observe(box);

  const matches = (line: Element): boolean =>
    search.value === "" || line.textContent.toLowerCase().includes(search.value.toLowerCase());
  const filter = (lines: Iterable<Element>): void => {
    for (const line of lines) line.toggleAttribute("hidden", !matches(line));
  };
  const append = (): void => {
    const lines = pending.slice(-MAX_LINES_SCROLLED).map(createLogLine);
    pending = [];
    filter(lines);
    box.append(...lines);
    const surplus = box.childElementCount - (follows ? MAX_LINES : MAX_LINES_SCROLLED);
    if (surplus > 0) removeFirst(box, surplus);
    isCut ||= surplus > 0;
    if (follows) scrollToEnd();
    else newest.hidden = false;
  };
  const loadEarlier = async (): Promise<void> => {
    const times = [...box.querySelectorAll("[data-at]")].map((line) => line.getAttribute("data-at"));
    const [before] = times;
    if (before === undefined || before === null) return;
    const query = new URLSearchParams({ before, known: String(times.filter((time) => time === before).length) });
    earlier.disabled = true;
    try {
      const path = `${executionPath(executionName, "log")}?${query.toString()}`;
      const { entries, hasMore } = await get(path, earlierLogSchema);
      follows = false;
      prepend(entries.map(createLogLine));
      isCut = hasMore;
    } catch (error) {
      place.textContent = `Earlier lines could not be read: ${explain(error)}`;
    }
    earlier.disabled = false;
  };
  /** Adds earlier lines. The visible lines stay in place. */
  const prepend = (lines: readonly HTMLElement[]): void => {
    const before = box.scrollHeight;
    const top = box.scrollTop;
    // The note that lines are missing is not true any more.
    if (box.firstElementChild?.classList.contains("note") === true) box.firstElementChild.remove();
    filter(lines);
    box.prepend(...lines);
    box.scrollTop = top + box.scrollHeight - before;
  };
  let shown: ExecutionModel | undefined;
  const describeShown = (): void => {
    if (shown === undefined) return;
    const isEmpty = pending.length === 0 && box.childElementCount === 0;
    const found = search.value === "" ? undefined : box.querySelectorAll(".line:not([hidden])").length;
    const text = describe(shown, isEmpty, isCut, found, box.childElementCount);
    if (place.textContent !== text) place.textContent = text;
  };
  search.addEventListener("input", () => {
    filter(box.children);
    if (follows) scrollToEnd();
    describeShown();
  });
  return {
    element: section,
    /** Number of the last received line; 0 for none. */
    lastNumber: (): number => lastNumber,
    add: ({ first, entries, hasEarlier }: LogMessage): void => {
      const isNext = first === lastNumber + 1;
      isCut ||= lastNumber === 0 ? hasEarlier : !isNext;
      lastNumber = first + entries.length - 1;
      pending.push(...entries);
      if (pending.length > 2 * MAX_LINES_SCROLLED) pending = pending.slice(-MAX_LINES_SCROLLED);
    },
    update: (model: ExecutionModel): void => {
      shown = model;
      const isEmpty = pending.length === 0 && box.childElementCount === 0;
      // Keeps its space while lines can follow, so that the first ones do not move the page.
      box.hidden = isEmpty && model.end !== undefined;
      controls.hidden = box.hidden;
      if (pending.length > 0) append();
      earlier.hidden = !isCut;
      describeShown();
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

function describe(
  { job, end, progress }: ExecutionModel,
  isEmpty: boolean,
  isCut: boolean,
  found: number | undefined,
  total: number,
): string {
  const stream = job?.attempts.at(-1)?.logStreamName ?? undefined;
  const child = findArrayFailure(job?.statusReason)?.child;
  const none = progress.jobId === undefined ? "No job has been submitted." : "The job wrote no log.";
  const parts = [
    isEmpty ? (end === undefined ? "No log lines yet." : none) : undefined,
    found === undefined ? undefined : `${found.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} lines.`,
    child === undefined ? undefined : `Log of child ${child}.`,
    stream === undefined ? undefined : `Log stream ${stream} in log group ${job?.logGroup ?? "(unknown)"}.`,
    isCut ? "Earlier lines are not shown here." : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}
