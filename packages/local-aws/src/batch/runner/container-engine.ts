import { spawn } from "node:child_process";

export const ENGINE_NAMES = ["docker", "podman"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface EngineOptions {
  readonly name: EngineName;
  /** Options in front of every subcommand, such as `--cgroup-manager=cgroupfs`. @default none */
  readonly engineArguments?: readonly string[];
  /** Environment of the engine's command line: PATH, HOME, DOCKER_HOST, ... Containers do not receive it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface EngineCall {
  /** Maximum real time, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** Ends the command. */
  readonly signal?: AbortSignal;
  /** Returns standard error as well, in the order of arrival. @default false */
  readonly withStderr?: boolean;
  /** Additional environment variables of the command. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Error of the engine's command line, as one line. */
export class EngineError extends Error {
  override readonly name = "EngineError";

  constructor(
    message: string,
    readonly timedOut = false,
  ) {
    super(message);
  }
}

/** Command line of a container engine. */
export interface ContainerEngine {
  readonly name: EngineName;
  /** Program and the options in front of every subcommand. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Runs a subcommand without a shell.
   * @returns standard output
   * @throws EngineError with the engine's message
   */
  run(args: readonly string[], call?: EngineCall): Promise<string>;
}

const DEFAULT_TIMEOUT_MS = 60_000;

export function createContainerEngine({ name, engineArguments = [], environment }: EngineOptions): ContainerEngine {
  return {
    name,
    command: [name, ...engineArguments],
    environment,
    run: (args, call = {}) =>
      runProgram(name, [...engineArguments, ...args], {
        ...call,
        environment: { ...environment, ...call.environment },
      }),
  };
}

function runProgram(
  program: string,
  args: readonly string[],
  {
    timeoutMs = DEFAULT_TIMEOUT_MS,
    signal,
    withStderr = false,
    environment,
  }: Omit<EngineCall, "environment"> & Pick<EngineOptions, "environment">,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new EngineError("the endpoint is closing"));
      return;
    }
    // Detached: Ctrl-C in a terminal must not interrupt the removal of a container.
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.push(chunk);
      if (withStderr) stdout.push(chunk);
    });
    let ended: EngineError | undefined;
    const end = (error: EngineError): void => {
      ended = error;
      child.kill("SIGKILL");
      // A child of the command may keep the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => {
      end(new EngineError(`${program} does not answer: no reply within ${timeoutMs / 1000} s`, true));
    }, timeoutMs);
    const onAbort = (): void => {
      end(new EngineError("the endpoint is closing"));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      act();
    };
    child.once("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      settle(() => {
        reject(new EngineError(missing ? `${program} is not installed` : error.message));
      });
    });
    child.once("close", (exitCode) => {
      settle(() => {
        if (ended === undefined && exitCode === 0) resolve(Buffer.concat(stdout).toString("utf8"));
        else reject(ended ?? new EngineError(findErrorLine(Buffer.concat(stderr).toString("utf8"), exitCode)));
      });
    });
  });
}

/** Returns the line of the output that explains the failure: the last one with an error, or the last line. */
export function findErrorLine(output: string, exitCode: number | null): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(?:See|Run) '/.test(line));
  const line = lines.findLast((one) => /error|cannot|no space left|unknown/i.test(one)) ?? lines.at(-1);
  return line?.replace(/^Error: /, "") ?? `it ended with exit code ${String(exitCode)}`;
}
