import { stripVTControlCharacters } from "node:util";

/** Removes control characters from untrusted text, such as a job's log, and joins its lines. */
export const plainText = (text: string): string => stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, " ");
