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
