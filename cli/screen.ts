import type { CliContext } from "./cli-context";
import { createPaint, type Paint } from "./render/palette";

/** Options of all commands. */
export interface CommonOptions {
  readonly json?: boolean | undefined;
  readonly color: boolean;
  readonly verbose?: boolean | undefined;
}

/** Output of a command: results on stdout, everything else on stderr. */
export interface Screen {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Colors for stderr. */
  readonly paint: Paint;
  /** Colors for stdout. */
  readonly paintResult: Paint;
  /** Prints a line; nothing with `--json`. */
  say(line: string): void;
  /** Prints the result as JSON: indented, or on one line with `--json`. */
  result(value: unknown): void;
}

export function createScreen(context: CliContext, options: CommonOptions): Screen {
  const { stdout, stderr, environment } = context;
  const json = options.json === true;
  return {
    json,
    verbose: options.verbose === true,
    paint: createPaint(stderr, environment, options.color),
    paintResult: createPaint(stdout, environment, options.color),
    say: (line) => {
      if (!json) stderr.write(`${line}\n`);
    },
    result: (value) => {
      stdout.write(`${json ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`);
    },
  };
}
