import { spawn } from "node:child_process";

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Complete environment of the program; undefined variables are omitted. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sends SIGINT once, then waits for the program to end. */
  readonly interrupt: AbortSignal;
  /** Called with each chunk of output. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface ProgramEnd {
  /** Null when the program was ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without input. @throws the system error, with `code` ENOENT when the program does not exist */
export function runProgram({ command, args, cwd, environment, interrupt, onOutput }: Program): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      // In a separate process group: otherwise Ctrl-C would send a second SIGINT, on which Terraform exits without
      // saving its state.
      detached: true,
    });
    const ask = (): void => {
      child.kill("SIGINT");
    };
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        onOutput?.(text);
      });
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      interrupt.removeEventListener("abort", ask);
      resolve({ exitCode, signal, ...output });
    });
    if (interrupt.aborted) ask();
    else interrupt.addEventListener("abort", ask, { once: true });
  });
}
