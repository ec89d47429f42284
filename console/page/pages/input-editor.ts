import type { StartProblem } from "../../api/replies";
import { element, button } from "../dom/element";
import { findTextRange } from "../find-text-range";
import { formatInput, INPUT_FIELDS, parseInput, type InputField } from "../input-fields";

/**
 * Creates the editor of the input: fields, and JSON as a second tab. The JSON text is the input.
 * @param changed - called after each change of the input
 */
export function createInputEditor(changed: () => void) {
  const json = element("textarea", { id: "input", rows: 14, spellcheck: "false", autocapitalize: "off" });
  json.setAttribute("aria-describedby", "input-hint input-problems");
  const problems = element("ul", { id: "input-problems", class: "field-problems" });
  const notJson = element("p", { class: "quiet" }, "The JSON is not an object. Correct it to use the fields.");
  const controls = INPUT_FIELDS.map((field) => createControl(field, json));
  const grid = element("div", { class: "field-grid" }, ...controls.map(({ row }) => row));
  const hint = "JSON. A job to submit, or the jobId of an existing job. Times are in seconds.";
  const panels = {
    fields: element("div", { id: "fields-panel", role: "tabpanel", "aria-labelledby": "fields-tab" }, notJson, grid),
    json: element(
      "div",
      { id: "json-panel", role: "tabpanel", "aria-labelledby": "json-tab", class: "field" },
      element("label", { for: "input" }, "Input"),
      element("p", { id: "input-hint", class: "hint" }, hint),
      json,
    ),
  };
  const tabs = { fields: createTab("fields", "Fields"), json: createTab("json", "JSON") };
  const select = (name: "fields" | "json"): void => {
    const input = parseInput(json.value);
    notJson.hidden = input !== undefined;
    grid.hidden = input === undefined;
    for (const { control, field } of controls) control.value = input === undefined ? "" : field.read(input);
    for (const each of ["fields", "json"] as const) {
      panels[each].hidden = each !== name;
      tabs[each].setAttribute("aria-selected", String(each === name));
      tabs[each].tabIndex = each === name ? 0 : -1;
    }
  };
  for (const name of ["fields", "json"] as const) {
    const other = name === "fields" ? "json" : "fields";
    tabs[name].addEventListener("click", () => {
      select(name);
    });
    tabs[name].addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      select(other);
      tabs[other].focus();
    });
  }
  const selectPlace = (path: string | null): void => {
    const control = panels.fields.hidden ? undefined : controls.find(({ field }) => field.path === path)?.control;
    if (control !== undefined) {
      control.focus();
      return;
    }
    select("json");
    json.focus();
    const range = path === null ? undefined : findTextRange(json.value, path);
    if (range !== undefined) json.setSelectionRange(range.start, range.end);
  };
  select("fields");
  const content = element(
    "div",
    { class: "field" },
    element("div", { class: "tabs", role: "tablist", "aria-label": "Editor" }, tabs.fields, tabs.json),
    panels.fields,
    panels.json,
    problems,
  );
  content.addEventListener("input", changed);
  return {
    element: content,
    value: (): string => json.value,
    fill: (text: string): void => {
      json.value = text;
      select(panels.fields.hidden ? "json" : "fields");
      changed();
    },
    focus: (): void => {
      (panels.json.hidden ? controls[0]?.control : json)?.focus();
    },
    selectPlace,
    showProblems: (given: readonly StartProblem[]): void => {
      problems.replaceChildren(
        ...given.map(({ message, path }) => {
          if (path === null) return element("li", {}, message);
          const link = button(message, "plain", () => {
            selectPlace(path);
          });
          link.className = "link";
          return element("li", {}, link);
        }),
      );
      json.toggleAttribute("aria-invalid", false);
      if (given.length > 0) json.setAttribute("aria-invalid", "true");
      for (const { control, field } of controls)
        if (given.some(({ path }) => path === field.path)) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
    },
  };
}

function createTab(name: string, label: string): HTMLButtonElement {
  const tab = button(label, "plain", () => undefined);
  tab.className = "tab";
  tab.id = `${name}-tab`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", `${name}-panel`);
  return tab;
}

/** Creates the control of a field. Each change is written into the JSON. */
function createControl(field: InputField, json: HTMLTextAreaElement) {
  const id = `field-${field.label.replaceAll(/\W+/g, "-").toLowerCase()}`;
  const described = { id, "aria-describedby": `${id}-hint`, autocomplete: "off", spellcheck: "false" };
  const control =
    field.kind === "lines"
      ? element("textarea", { ...described, rows: 3 })
      : element("input", { ...described, type: "text", inputmode: field.kind === "number" ? "numeric" : "text" });
  control.addEventListener("input", () => {
    const input = parseInput(json.value);
    if (input !== undefined) json.value = formatInput(field.write(input, control.value.trim()));
  });
  const row = element(
    "div",
    { class: `field field-${field.kind}` },
    element("label", { for: id }, field.label),
    element("p", { id: `${id}-hint`, class: "hint" }, field.hint),
    control,
  );
  return { row, control, field };
}
