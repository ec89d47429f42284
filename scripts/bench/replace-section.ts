/**
 * Puts a section's text between its markers, `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, and leaves all else.
 * @throws Error when the page has no such markers
 */
export function replaceSection(page: string, name: string, markdown: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${start} ... ${end} for the section "${name}"`);
  return `${page.slice(0, from + start.length)}\n\n${markdown}\n\n${page.slice(to)}`;
}

/** What is between the section's markers; nothing when the page has none. */
export function readSection(page: string, name: string): string {
  const [, text = ""] = new RegExp(`<!-- bench:${name} -->(.*?)<!-- /bench:${name} -->`, "s").exec(page) ?? [];
  return text;
}
