import type { ExecutionModel } from "../../model/execution-model";
import type { EventFilter } from "../../model/filter-events";
import { element } from "../dom/element";

/** Creates the controls that filter the history by state, type and failure. */
export function createHistoryFilters(model: ExecutionModel, changed: () => void) {
  const state = createSelect("State", "All states");
  const type = createSelect("Event", "All events");
  const failures = element("input", { type: "checkbox" });
  for (const control of [state.control, type.control, failures]) control.addEventListener("change", changed);
  let known = 0;
  const value = (): EventFilter => ({
    state: state.control.value,
    type: type.control.value,
    failuresOnly: failures.checked,
  });
  return {
    element: element(
      "span",
      { class: "history-filters" },
      element("label", { class: "inline" }, "State ", state.control),
      element("label", { class: "inline" }, "Event ", type.control),
      element("label", { class: "inline" }, failures, " Failures only"),
    ),
    value,
    isActive: (): boolean => {
      const filter = value();
      return filter.state !== "" || filter.type !== "" || filter.failuresOnly;
    },
    /** Adds the states and types of new events to the choices. */
    update: (): void => {
      if (model.lastEventId === known) return;
      for (const event of model.events.slice(known)) type.add(event.type ?? "");
      for (const { name } of model.runs) state.add(name);
      known = model.lastEventId;
    },
  };
}

function createSelect(label: string, all: string) {
  const control = element("select", { "aria-label": label }, element("option", { value: "" }, all));
  const known = new Set<string>([""]);
  return {
    control,
    add: (value: string): void => {
      if (known.has(value)) return;
      known.add(value);
      control.append(element("option", { value }, value));
    },
  };
}
