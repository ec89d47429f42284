import type { Readable } from "node:stream";

/** Text output, such as process.stdout or process.stderr. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Whether it is a terminal without escape codes (`TERM=dumb`), for which `isTTY` is false. */
  readonly isPlainTerminal?: boolean | undefined;
  /** Width of the terminal, in characters. */
  readonly columns?: number | undefined;
}

/** Whether a person reads the output directly, on a terminal with or without escape codes. */
export const isTerminal = ({ isTTY, isPlainTerminal }: Output): boolean => isTTY === true || isPlainTerminal === true;

/** Width of the terminal, in characters; undefined if unknown. A pseudo-terminal without a size has 0 columns. */
export const columnsOf = ({ columns }: Output): number | undefined => (columns === 0 ? undefined : columns);

/** Process resources that the command uses. */
export interface CliContext {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
}
