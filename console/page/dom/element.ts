type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Makes an element. Children that are texts stay texts, whatever they hold.
 * @param attributes - false and undefined leave an attribute out, true sets it empty
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  made.append(...children);
  return made;
}

/** A button of a form or by itself that does something here. */
export function button(label: string, kind: "primary" | "plain" | "danger", act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: `button ${kind}` }, label);
  made.addEventListener("click", act);
  return made;
}

/** What holds a picture that may be wider than the screen; the keyboard can scroll it. */
export const graphBox = (): HTMLElement =>
  element("div", { class: "graph-box", tabindex: 0, role: "group", "aria-label": "Visual Workflow, can be scrolled" });

/** A part of a page under its heading. What scrolls in it is a region of its own, so that this needs to be none. */
export const panel = (title: string, ...children: readonly (Node | string)[]): HTMLElement =>
  element("section", { class: "panel" }, element("h2", {}, title), ...children);
