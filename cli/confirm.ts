import { createInterface } from "node:readline/promises";
import { PassThrough } from "node:stream";
import { CliError } from "./cli-error";
import type { CliContext } from "./cli-context";

/** Error without a terminal, where `--yes` can approve. */
export const NO_TERMINAL = "nothing was changed: approval requires a terminal; to approve without one, add --yes";

/**
 * Prompts for approval; only `yes` approves.
 * @param noTerminal - error message when there is no terminal
 * @throws CliError when there is no terminal, or on Ctrl-C
 */
export async function confirm(
  question: string,
  noTerminal: string,
  { stdin, stderr, interrupt }: CliContext,
): Promise<boolean> {
  if (!("isTTY" in stdin && stdin.isTTY === true)) throw new CliError([noTerminal]);
  const echo = new PassThrough().on("data", (chunk: Buffer) => stderr.write(chunk.toString("utf8")));
  const lines = createInterface({ input: stdin, output: echo, terminal: false });
  try {
    return (await lines.question(`${question} [yes/no] `, { signal: interrupt })).trim().toLowerCase() === "yes";
  } catch (error) {
    if (!interrupt.aborted) throw error;
    throw new CliError(["interrupted; nothing was changed"], { cause: error });
  } finally {
    lines.close();
  }
}
