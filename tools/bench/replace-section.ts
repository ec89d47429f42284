/**
 * Replaces the text between the markers `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 * @throws Error if the page does not have the markers
 */
export function replaceSection(page: string, name: string, markdown: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${start} ... ${end} for the section "${name}"`);
  return `${page.slice(0, from + start.length)}\n\n${markdown}\n\n${page.slice(to)}`;
}

/** Returns the text between the section's markers, or an empty string without markers. */
export function readSection(page: string, name: string): string {
  const [, text = ""] = new RegExp(`<!-- bench:${name} -->(.*?)<!-- /bench:${name} -->`, "s").exec(page) ?? [];
  return text;
}
