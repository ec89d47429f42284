import type { Html } from "../../view/html";

/**
 * Updates an element to match the markup.
 * Only differences are changed, which keeps focus, selection, scroll positions and opened details.
 */
export function show(target: Element, html: Html): void {
  const markup = html.toString();
  if (SHOWN.get(target) === markup) return;
  SHOWN.set(target, markup);
  const template = document.createElement("template");
  template.innerHTML = markup;
  morphChildren(target, template.content);
}

const SHOWN = new WeakMap<Element, string>();

function morphChildren(from: Node, to: Node): void {
  const wanted = [...to.childNodes];
  for (const [index, next] of wanted.entries()) {
    const now = from.childNodes[index];
    if (now === undefined) from.appendChild(next);
    else if (isSameElement(now, next)) morphNode(now, next);
    else from.replaceChild(next, now);
  }
  while (from.childNodes.length > wanted.length) from.lastChild?.remove();
}

/** Compares ID and key; elements without either match by name and position. */
function isSameElement(now: Node, next: Node): boolean {
  if (now.nodeName !== next.nodeName) return false;
  if (!(now instanceof Element) || !(next instanceof Element)) return true;
  return now.id === next.id && now.getAttribute("data-key") === next.getAttribute("data-key");
}

function morphNode(now: Node, next: Node): void {
  if (now instanceof Element && next instanceof Element) {
    morphAttributes(now, next);
    morphChildren(now, next);
  } else if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue;
}

function morphAttributes(now: Element, next: Element): void {
  for (const { name } of [...now.attributes])
    // Details that the user opened stay open.
    if (!next.hasAttribute(name) && !(name === "open" && now.nodeName === "DETAILS")) now.removeAttribute(name);
  for (const { name, value } of [...next.attributes])
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
}
