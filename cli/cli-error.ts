import { EXIT_CODE } from "./exit-code";

/** Error that the user can fix. Shown line by line, without a stack trace. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: number;

  /** @param lines - complete messages, usually one */
  constructor(
    readonly lines: readonly string[],
    { exitCode = EXIT_CODE.notStarted, cause }: { readonly exitCode?: number; readonly cause?: unknown } = {},
  ) {
    super(lines.join("\n"), { cause });
    this.exitCode = exitCode;
  }
}
