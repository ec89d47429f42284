import { runProgram, type ProgramEnd } from "reviewed-terraform";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Result of a command; `output` contains stdout and stderr in order. */
export interface CommandEnd extends ProgramEnd {
  readonly output: string;
}

/** Runs a command and waits for its end. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly environment: Environment;
    readonly interrupt?: AbortSignal;
    readonly onOutput?: (text: string) => void;
  },
): Promise<CommandEnd> {
  const interrupt = options.interrupt ?? new AbortController().signal;
  const end = await runProgram({ command, args, ...options, interrupt });
  return { ...end, output: `${end.stdout}${end.stderr}` };
}

/** Runs a command that must succeed. @returns stdout @throws Error with the output if it fails */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: Parameters<typeof runCommand>[2],
): Promise<string> {
  const end = await runCommand(command, args, options);
  if (end.exitCode === 0) return end.stdout;
  throw new Error(`${command} ${args.join(" ")} ended with ${end.signal ?? String(end.exitCode)}:\n${end.output}`);
}
