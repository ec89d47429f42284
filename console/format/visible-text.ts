/** Control characters and characters that change the direction of text. Tabs and line breaks are safe. */
const HIDDEN = /(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Makes invisible characters of untrusted text visible, so that it cannot change the text around it: ^[ for an escape
 * character, <U+202E> for one that reverses text.
 */
export const showControls = (text: string): string => text.replaceAll(HIDDEN, showCharacter);

/** Replaces invisible characters in JSON text with their escape sequences, which keeps its value. */
export const escapeControls = (json: string): string =>
  json.replaceAll(HIDDEN, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);

/** Returns a control character as `cat -v` shows it, such as ^G, or the number of another one, such as <U+202E>. */
export function showCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCodePoint(code + 0x40)}`;
  return code === 0x7f ? "^?" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** Cuts a long text, and counts the characters that are left out. */
export function clip(text: string, maxLength: number): string {
  const left = text.length - maxLength;
  return left > 0 ? `${text.slice(0, maxLength)}... (${left.toLocaleString("en-US")} more characters)` : text;
}
