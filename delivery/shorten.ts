/** What is shown of two long values before that in which they differ, in characters. */
const LEAD_LENGTH = 60;

/** How much two lists, or two texts by their characters, share at their beginning. */
export function countSame(one: ArrayLike<string>, other: ArrayLike<string>): number {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}

/** Where to begin with two values of which one is too long, so that they do not look the same. */
export const findStart = (was: string, is: string): number => Math.max(0, countSame(was, is) - LEAD_LENGTH);

/** @param from - where to begin when it is too long */
export function shorten(text: string, length: number, from = 0): string {
  if (text.length <= length) return text;
  const rest = text.slice(from);
  return `${from === 0 ? "" : "…"}${rest.slice(0, length)}${rest.length > length ? "…" : ""}`;
}
