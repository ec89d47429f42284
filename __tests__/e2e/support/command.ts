import { runProgram, type ProgramEnd } from "../../../cli/terraform/run-program";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a command ended; both outputs together, as a person would see them. */
export interface CommandEnd extends ProgramEnd {
  readonly output: string;
}

/** Runs a command to its end. */
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

/** The same, for commands that must succeed. @returns stdout @throws Error with all that it wrote */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: Parameters<typeof runCommand>[2],
): Promise<string> {
  const end = await runCommand(command, args, options);
  if (end.exitCode === 0) return end.stdout;
  throw new Error(`${command} ${args.join(" ")} ended with ${end.signal ?? String(end.exitCode)}:\n${end.output}`);
}
