import type { ExecutionModel } from "../../model/execution-model";
import type { HistoryRow, LoopRow } from "../../model/history-rows";
import { HISTORY_HEADINGS, renderHistoryRow } from "../../view/render-history";
import { renderJson } from "../../view/render-json";
import { button, element, panel } from "../dom/element";
import { keepRows, type KeyedRow } from "../dom/keep-rows";
import { show } from "../dom/show";
import { makePager, PAGE_ROWS } from "./pager";

/** The event history: loops folded, or every event; always one page of it, however long it is. */
export function makeHistoryPanel(model: ExecutionModel) {
  const body = element("tbody");
  const fold = element("input", { type: "checkbox", id: "fold" });
  fold.checked = true;
  const opened = new Set<number>();

  const openLoop = (row: LoopRow): void => {
    fold.checked = false;
    pager.goTo(Math.floor((row.firstEventId - 1) / PAGE_ROWS));
    update();
    body.querySelector<HTMLElement>(`[data-first="${row.firstEventId}"] button`)?.focus();
  };
  const toggle = (id: number): void => {
    if (!opened.delete(id)) opened.add(id);
    update();
  };
  const update = (): void => {
    const count = fold.checked ? model.rows.length : model.events.length;
    const from = pager.update(count, fold.checked ? "rows" : "events");
    const rows: readonly HistoryRow[] = fold.checked
      ? model.rows.slice(from, from + PAGE_ROWS)
      : model.describeEvents(from + 1, from + PAGE_ROWS);
    keepRows(body, rows.flatMap(keyRow));
  };
  const keyRow = (row: HistoryRow): KeyedRow[] => {
    const { startedAt } = model;
    if (row.kind === "loop")
      return [
        {
          key: JSON.stringify(row),
          make: () =>
            makeRow(row, startedAt, undefined, () => {
              openLoop(row);
            }),
        },
      ];
    const isOpen = opened.has(row.id);
    const shown = {
      key: `event ${row.id} ${isOpen}`,
      make: () =>
        makeRow(row, startedAt, isOpen, () => {
          toggle(row.id);
        }),
    };
    return isOpen ? [shown, { key: `data ${row.id}`, make: () => makeDataRow(model, row.id) }] : [shown];
  };
  const pager = makePager(() => {
    update();
  });
  fold.addEventListener("change", () => {
    pager.goTo("newest");
    update();
  });
  const head = HISTORY_HEADINGS.map((title) => element("th", { scope: "col" }, title));
  const section = panel(
    "Event history",
    element("div", { class: "actions" }, element("label", { class: "inline" }, fold, " Fold loops"), pager.element),
    element(
      "div",
      { class: "scroll" },
      element("table", { class: "history" }, element("thead", {}, element("tr", {}, ...head)), body),
    ),
  );
  return { element: section, update };
}

/** The report's row, with a button in it that opens what is behind it. */
function makeRow(
  row: HistoryRow,
  startedAt: Date | undefined,
  isOpen: boolean | undefined,
  act: () => void,
): HTMLElement {
  const body = element("tbody");
  show(body, renderHistoryRow(row, startedAt));
  const made = body.querySelector("tr") ?? element("tr");
  const cell = made.children[1];
  const open = button("", "plain", act);
  open.className = "link";
  if (isOpen !== undefined) open.setAttribute("aria-expanded", String(isOpen));
  open.append(...(cell?.childNodes ?? []));
  cell?.append(open);
  return made;
}

function makeDataRow(model: ExecutionModel, id: number): HTMLTableRowElement {
  const cell = element("td", { colspan: HISTORY_HEADINGS.length });
  const { timestamp, ...event } = model.events[id - 1] ?? {};
  show(cell, renderJson(JSON.stringify({ timestamp: timestamp?.toISOString(), ...event }), `Event ${id}`));
  return element("tr", {}, cell);
}
