import { showControls } from "../../format/visible-text";

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Creates an element. String children become text nodes, never markup, and show invisible characters.
 * @param attributes - true sets an empty attribute; false and undefined omit it
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) created.setAttribute(key, value === true ? "" : String(value));
  created.append(...children.map((child) => (typeof child === "string" ? showControls(child) : child)));
  return created;
}

/** Creates a button that does not submit a form. */
export function button(label: string, kind: "primary" | "plain" | "danger", act: () => void): HTMLButtonElement {
  const created = element("button", { type: "button", class: `button ${kind}` }, label);
  created.addEventListener("click", act);
  return created;
}

/** Creates a focusable container for a diagram, so that the keyboard can scroll it. */
export const graphBox = (): HTMLElement =>
  element("div", { class: "graph-box", tabindex: 0, role: "group", "aria-label": "Visual workflow, scrollable" });

/** Creates a section with a heading. It has no region role, because scrollable content has its own. */
export const panel = (title: string, ...children: readonly (Node | string)[]): HTMLElement =>
  element("section", { class: "panel" }, element("h2", {}, title), ...children);
