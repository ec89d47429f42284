/** Styles of a text that a job selected with ANSI escape sequences. Bright colors are shown as normal ones. */
export const TEXT_STYLES = [
  "bold",
  "dim",
  "italic",
  "underline",
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
] as const;
export type TextStyle = (typeof TEXT_STYLES)[number];
