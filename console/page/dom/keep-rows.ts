export interface KeyedRow {
  /** Identifies the row and its content. A row with the same key is reused. */
  readonly key: string;
  readonly create: () => HTMLElement;
}

/** Updates table rows. Rows with the same key are reused, which keeps focus and selection. */
export function keepRows(body: HTMLElement, rows: readonly KeyedRow[]): void {
  const known = new Map([...body.children].map((row) => [row.getAttribute("data-key"), row]));
  const wanted = rows.map(({ key, create }) => {
    const row = known.get(key) ?? create();
    row.setAttribute("data-key", key);
    return row;
  });
  const kept = new Set<Element>(wanted);
  const focusedKey = document.activeElement?.closest("tr")?.getAttribute("data-first");
  for (const row of [...body.children]) if (!kept.has(row)) row.remove();
  for (const [index, row] of wanted.entries())
    if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
  // The focused row was replaced, so the focus moves to its replacement.
  if (focusedKey === undefined || focusedKey === null || body.contains(document.activeElement)) return;
  body.querySelector<HTMLElement>(`[data-first="${focusedKey}"] button, [data-first="${focusedKey}"] a`)?.focus();
}
