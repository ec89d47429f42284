import { spawn } from "node:child_process";
import { CliError } from "../cli-error";
import { PROJECT_ROOT } from "./project-root";

export interface Script {
  /** Purpose, for the error message: "bundling the Lambdas". */
  readonly purpose: string;
  /** Arguments of Node. */
  readonly nodeArguments: readonly string[];
  /** Environment variables of the script, in addition to PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  /** Terminates the script. */
  readonly interrupt: AbortSignal;
}

/**
 * Runs a script of this project in a child process without output.
 * @throws CliError with the script's output when it fails
 */
export async function runScript(
  { purpose, nodeArguments, environment, interrupt }: Script,
  ownEnvironment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const child = spawn(process.execPath, nodeArguments, {
    cwd: PROJECT_ROOT,
    env: { PATH: ownEnvironment["PATH"], HOME: ownEnvironment["HOME"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    signal: interrupt,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const problem = await new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (exitCode, signal) => {
      resolve(exitCode === 0 ? undefined : `it ended with ${signal ?? `exit code ${String(exitCode)}`}`);
    });
  });
  if (interrupt.aborted) throw new CliError(["interrupted; nothing was started"]);
  if (problem === undefined) return;
  const written = Buffer.concat(output).toString("utf8").trim();
  throw new CliError([`${purpose} failed: ${problem}${written === "" ? "" : `; it wrote:\n${written}`}`]);
}
