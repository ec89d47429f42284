import { showControls } from "../format/visible-text";

/** Escaped markup. `String(markup)` is safe for innerHTML. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** Value in a template. Text is escaped, markup is inserted unchanged, null and undefined are omitted. */
export type HtmlPart = Html | string | number | null | undefined | readonly HtmlPart[];

/** Creates markup from a template literal. All values except `Html` are escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => `${text}${renderPart(parts[index])}`).join(""));
}

/** Escapes text for element content and quoted attributes, and makes invisible characters visible. */
export const escapeHtml = (text: string): string =>
  showControls(text).replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

function renderPart(part: HtmlPart): string {
  if (part === undefined || part === null) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return part.map((inner) => renderPart(inner)).join("");
}
