import type { CliContext } from "./cli-context";
import { createPaint, type Paint } from "./render/palette";

/** Options of all commands. */
export interface CommonOptions {
  readonly json?: boolean | undefined;
  readonly color: boolean;
  readonly verbose?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Output of a command: results on stdout, everything else on stderr. */
export interface Screen {
  readonly json: boolean;
  /** Whether to print only the result: with `--json` or `--quiet`. */
  readonly isSilent: boolean;
  readonly verbose: boolean;
  /** Colors for stderr. */
  readonly paint: Paint;
  /** Colors for stdout. */
  readonly paintResult: Paint;
  /** Prints a line; nothing with `--json` or `--quiet`. */
  say(line: string): void;
  /** Prints the result as JSON: indented, or on one line with `--json`. */
  result(value: unknown): void;
}

export function createScreen(context: CliContext, options: CommonOptions): Screen {
  const { stdout, stderr, environment } = context;
  const json = options.json === true;
  const isSilent = json || options.quiet === true;
  return {
    json,
    isSilent,
    verbose: options.verbose === true,
    paint: createPaint(stderr, environment, options.color),
    paintResult: createPaint(stdout, environment, options.color),
    say: (line) => {
      if (!isSilent) stderr.write(`${line}\n`);
    },
    result: (value) => {
      stdout.write(`${json ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`);
    },
  };
}
