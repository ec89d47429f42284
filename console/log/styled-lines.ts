import { toSafeLines } from "./safe-lines";
import type { TextStyle } from "./text-styles";

/** Part of a line with styles. Offsets are those of JavaScript strings. */
export interface StyledPart {
  readonly from: number;
  readonly to: number;
  readonly styles: readonly TextStyle[];
}

export interface StyledLine {
  /** Text without escape sequences and control characters. */
  readonly text: string;
  /** Undefined if the line has no styles. */
  readonly parts?: readonly StyledPart[];
}

/** Select Graphic Rendition, the escape sequence for styles. */
const SGR = new RegExp(`${String.fromCodePoint(0x1b)}\\[([\\d;]*)m`);

/**
 * Splits untrusted text into lines that a page can show, with their styles. Backgrounds and colors of extended
 * palettes are ignored, because they can be unreadable in one of the page's color schemes.
 */
export function toStyledLines(text: string): StyledLine[] {
  const plain = toSafeLines(text);
  if (!SGR.test(text)) return plain.map((line) => ({ text: line }));
  let styles: readonly TextStyle[] = [];
  const raw = text.split(/\r?\n/);
  return plain.map((line, index) => {
    const read = readStyles(raw[index] ?? "", styles);
    ({ styles } = read);
    // A line that was cut, or that has broken escape sequences, is shown without styles.
    return read.text === line && read.parts.length > 0 ? { text: line, parts: read.parts } : { text: line };
  });
}

function readStyles(line: string, before: readonly TextStyle[]) {
  const parts: StyledPart[] = [];
  let styles = before;
  let text = "";
  for (const [index, piece] of line.split(SGR).entries()) {
    // The pieces alternate between texts and the codes of a sequence.
    if (index % 2 === 1) styles = applyCodes(styles, piece);
    else {
      const safe = toSafeLines(piece).join("");
      if (safe !== "" && styles.length > 0) parts.push({ from: text.length, to: text.length + safe.length, styles });
      text += safe;
    }
  }
  return { text, parts, styles };
}

const COLORS: readonly (TextStyle | undefined)[] = [
  undefined,
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
  undefined,
];
const EFFECTS: Readonly<Record<number, TextStyle>> = { 1: "bold", 2: "dim", 3: "italic", 4: "underline" };
/** Codes that end effects. */
const EFFECT_ENDS: Readonly<Record<number, readonly TextStyle[]>> = {
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["underline"],
};

function applyCodes(before: readonly TextStyle[], text: string): readonly TextStyle[] {
  let styles = before;
  const codes = text.split(";").map(Number);
  const without = (ended: readonly (TextStyle | undefined)[]): TextStyle[] =>
    styles.filter((style) => !ended.includes(style));
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    const effect = EFFECTS[code];
    if (code === 0) styles = [];
    else if (effect !== undefined) styles = [...without([effect]), effect];
    else if (EFFECT_ENDS[code] !== undefined) styles = without(EFFECT_ENDS[code]);
    else if (isColor(code)) {
      const color = COLORS[code % 10];
      styles = [...without(COLORS), ...(color === undefined ? [] : [color])];
    } else if (code === 38 || code === 48) {
      if (code === 38) styles = without(COLORS);
      // The arguments are 5;N or 2;R;G;B.
      index += codes[index + 1] === 5 ? 2 : 4;
    } else if (code === 39) styles = without(COLORS);
  }
  return styles;
}

const isColor = (code: number): boolean => (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
