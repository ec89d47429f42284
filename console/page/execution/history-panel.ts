import type { ExecutionModel } from "../../model/execution-model";
import { FilteredEvents, NO_FILTER } from "../../model/filter-events";
import type { HistoryRow, LoopRow } from "../../model/history-rows";
import { HISTORY_HEADINGS, renderHistoryRow } from "../../view/render-history";
import { renderJson } from "../../view/render-json";
import { button, element, panel } from "../dom/element";
import { keepRows, type KeyedRow } from "../dom/keep-rows";
import { show } from "../dom/show";
import { createHistoryFilters } from "./history-filters";
import { createPager, PAGE_ROWS } from "./pager";

/** Creates the panel of the event history, with collapsed loops or with every event, one page at a time. */
export function createHistoryPanel(model: ExecutionModel) {
  const body = element("tbody");
  const collapse = element("input", { type: "checkbox", id: "fold" });
  collapse.checked = true;
  const opened = new Set<number>();
  const filters = createHistoryFilters(model, () => {
    events = new FilteredEvents(model, filters.value());
    pager.goTo("newest");
    update();
  });
  let events = new FilteredEvents(model, NO_FILTER);

  const openLoop = (row: LoopRow): void => {
    collapse.checked = false;
    pager.goTo(Math.floor((row.firstEventId - 1) / PAGE_ROWS));
    update();
    body.querySelector<HTMLElement>(`[data-first="${row.firstEventId}"] button`)?.focus();
  };
  const toggle = (id: number): void => {
    if (!opened.delete(id)) opened.add(id);
    update();
  };
  const update = (): void => {
    filters.update();
    // A filter selects events, so loops are not collapsed.
    const isFiltered = filters.isActive();
    collapse.disabled = isFiltered;
    const isCollapsed = collapse.checked && !isFiltered;
    const selected: readonly HistoryRow[] | undefined = isFiltered ? events.rows : isCollapsed ? model.rows : undefined;
    const noun = isFiltered ? "matching events" : isCollapsed ? "rows" : "events";
    const from = pager.update(selected?.length ?? model.events.length, noun);
    const rows = selected?.slice(from, from + PAGE_ROWS) ?? model.describeEvents(from + 1, from + PAGE_ROWS);
    keepRows(body, rows.flatMap(keyRow));
  };
  const keyRow = (row: HistoryRow): KeyedRow[] => {
    const { startedAt } = model;
    if (row.kind === "loop")
      return [
        {
          key: JSON.stringify(row),
          create: () =>
            createRow(row, startedAt, undefined, () => {
              openLoop(row);
            }),
        },
      ];
    const isOpen = opened.has(row.id);
    const shown = {
      key: `event ${row.id} ${isOpen}`,
      create: () =>
        createRow(row, startedAt, isOpen, () => {
          toggle(row.id);
        }),
    };
    return isOpen ? [shown, { key: `data ${row.id}`, create: () => createDataRow(model, row.id) }] : [shown];
  };
  const pager = createPager(() => {
    update();
  });
  collapse.addEventListener("change", () => {
    pager.goTo("newest");
    update();
  });
  const head = HISTORY_HEADINGS.map((title) => element("th", { scope: "col" }, title));
  const section = panel(
    "Event history",
    element(
      "div",
      { class: "actions" },
      element("label", { class: "inline" }, collapse, " Collapse loops"),
      filters.element,
      pager.element,
    ),
    element(
      "div",
      { class: "scroll" },
      element("table", { class: "history" }, element("thead", {}, element("tr", {}, ...head)), body),
    ),
  );
  return { element: section, update };
}

/** Creates a history row with a button that expands it. */
function createRow(
  row: HistoryRow,
  startedAt: Date | undefined,
  isOpen: boolean | undefined,
  act: () => void,
): HTMLElement {
  const body = element("tbody");
  show(body, renderHistoryRow(row, startedAt));
  const created = body.querySelector("tr") ?? element("tr");
  const cell = created.children[1];
  const open = button("", "plain", act);
  open.className = "link";
  if (isOpen !== undefined) open.setAttribute("aria-expanded", String(isOpen));
  open.append(...(cell?.childNodes ?? []));
  cell?.append(open);
  return created;
}

function createDataRow(model: ExecutionModel, id: number): HTMLTableRowElement {
  const cell = element("td", { colspan: HISTORY_HEADINGS.length });
  const { timestamp, ...event } = model.events[id - 1] ?? {};
  show(cell, renderJson(JSON.stringify({ timestamp: timestamp?.toISOString(), ...event }), `Event ${id}`));
  return element("tr", {}, cell);
}
