import { createColors } from "picocolors";
import type { Tone } from "../../console/model/tone";
import type { Output } from "../cli-context";

/** Emphasis of the page, and `current` for an execution that is running. */
export type TerminalTone = Tone | "current";

export type Paint = (tone: TerminalTone, text: string) => string;

/**
 * Creates the colors of an output; none without a terminal or with NO_COLOR.
 * @see https://no-color.org
 */
export function createPaint(
  output: Output,
  environment: Readonly<Record<string, string | undefined>>,
  wanted: boolean,
): Paint {
  const { NO_COLOR: noColor } = environment;
  const colors = createColors(wanted && output.isTTY === true && (noColor === undefined || noColor === ""));
  const painters: Readonly<Record<TerminalTone, (text: string) => string>> = {
    plain: String,
    quiet: colors.dim,
    strong: colors.bold,
    current: colors.cyan,
    good: colors.green,
    bad: colors.red,
    notice: colors.yellow,
  };
  return (tone, text) => painters[tone](text);
}
