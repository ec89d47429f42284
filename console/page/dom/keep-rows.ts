export interface KeyedRow {
  /** Says all that the row shows: the same key is the same row. */
  readonly key: string;
  readonly make: () => HTMLElement;
}

/** Shows rows, and keeps those that are there already, with focus and selection in them. */
export function keepRows(body: HTMLElement, rows: readonly KeyedRow[]): void {
  const known = new Map([...body.children].map((row) => [row.getAttribute("data-key"), row]));
  const wanted = rows.map(({ key, make }) => {
    const row = known.get(key) ?? make();
    row.setAttribute("data-key", key);
    return row;
  });
  const kept = new Set<Element>(wanted);
  const focusedKey = document.activeElement?.closest("tr")?.getAttribute("data-first");
  for (const row of [...body.children]) if (!kept.has(row)) row.remove();
  for (const [index, row] of wanted.entries())
    if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
  // A row that has changed was replaced; who was there shall not be thrown out.
  if (focusedKey === undefined || focusedKey === null || body.contains(document.activeElement)) return;
  body.querySelector<HTMLElement>(`[data-first="${focusedKey}"] button, [data-first="${focusedKey}"] a`)?.focus();
}
