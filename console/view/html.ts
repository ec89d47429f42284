/** Markup whose texts have been escaped; `String(markup)` gives what innerHTML takes. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What can stand in a template: text is escaped, markup taken as it is, what is missing leaves nothing. */
export type HtmlPart = Html | string | number | null | undefined | readonly HtmlPart[];

/** Markup from a template. Escaping is what happens unless a part says that it is markup already. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => `${text}${renderPart(parts[index])}`).join(""));
}

/** Fit for an element's content and for a quoted attribute. NUL is no character that HTML knows. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"'\0]/g, (character) => `&#${character === "\0" ? 0xfffd : (character.codePointAt(0) ?? 0)};`);

function renderPart(part: HtmlPart): string {
  if (part === undefined || part === null) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return part.map((inner) => renderPart(inner)).join("");
}
