/** Number of characters shown before the first difference of two long values. */
const LEAD_LENGTH = 60;

/** Returns the length of the common prefix of two lists or strings. */
export function countSame(one: ArrayLike<string>, other: ArrayLike<string>): number {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}

/** Returns the index at which to start two long values, so that their difference is visible. */
export const findStart = (was: string, is: string): number => Math.max(0, countSame(was, is) - LEAD_LENGTH);

/** Truncates a text to `length` characters. @param from - start index, if the text is too long */
export function shorten(text: string, length: number, from = 0): string {
  if (text.length <= length) return text;
  const rest = text.slice(from);
  return `${from === 0 ? "" : "…"}${rest.slice(0, length)}${rest.length > length ? "…" : ""}`;
}

/**
 * Truncates two different texts to the part where they differ. If that part is too long, its begin and its end are
 * shown, because a second difference may be far behind the first.
 */
export function shortenPair(was: string, is: string, length: number): readonly [string, string] {
  const start = findStart(was, is);
  const shorter = Math.min(was.length, is.length) - countSame(was, is);
  const sameEnd = Math.min(shorter, countSame(was.split("").reverse(), is.split("").reverse()));
  const cut = (text: string): string => {
    const end = Math.min(text.length, text.length - sameEnd + LEAD_LENGTH);
    if (text.length <= length) return text;
    if (end - start <= length) return shorten(text, length, start);
    const half = Math.floor(length / 2);
    const [head, tail] = [text.slice(start, start + half), text.slice(end - half, end)];
    return `${start === 0 ? "" : "…"}${head}…${tail}${end === text.length ? "" : "…"}`;
  };
  return [cut(was), cut(is)];
}
