/**
 * Finds the last existing field of a path in a JSON text, from the field's name to the end of its line.
 * @param path - path such as `containerOverrides.command[0]`
 * @returns offsets; undefined if the first field does not exist
 */
export function findTextRange(
  text: string,
  path: string,
): { readonly start: number; readonly end: number } | undefined {
  let found: { start: number; end: number } | undefined;
  for (const field of path.split(/[.[]/)) {
    const place = new RegExp(`"${field.replaceAll(/[^\w-]/g, "")}"\\s*:[^\\n]*`).exec(text.slice(found?.start ?? 0));
    if (place === null) break;
    const start = (found?.start ?? 0) + place.index;
    found = { start, end: start + place[0].replace(/\s*,?\s*$/, "").length };
  }
  return found;
}
