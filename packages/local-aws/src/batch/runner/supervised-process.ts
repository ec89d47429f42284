import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { findProgram } from "./find-program";
import { openOutputPipe } from "./output-pipe";
import { JobStartError, KILLED_EXIT_CODE, type JobExit } from "./runner";
import { splitLines } from "./split-lines";

/**
 * Real time that a process outside the job's group may keep the output open after the job has ended, in milliseconds.
 */
const OUTPUT_GRACE_MS = 500;

/** Command in its own process group, under the supervisor. */
export interface SupervisedProcess {
  /** Resolves when the command is running, or has ended before it could start. */
  readonly running: Promise<void>;
  readonly exit: Promise<JobExit>;
  /** Sends SIGTERM to the command only. */
  terminate(): void;
  /** Kills the command and all processes that it started. */
  kill(): void;
}

/**
 * @param command - absolute path of the program, and its arguments
 * @param environment - exactly the environment of the command
 * @throws Error if no pipe can be opened for the output
 */
export async function spawnSupervised(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  workingDirectory: string,
  onLogLine: (line: string) => void,
): Promise<SupervisedProcess> {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  // A shell drops variables whose names it does not accept, and adds its own. The env command sets exactly these.
  const args = ["-c", SUPERVISOR_SCRIPT, "sh", "/usr/bin/env", "-i", ...variables, ...launch(command)];
  const { child, output } = await spawnWithOutput(args, workingDirectory);
  const report = readReport(child);
  const exit = awaitExit(child, output, report, onLogLine);
  const failed = new Promise<never>((_, reject) => {
    child.once("error", (error) => {
      reject(new JobStartError(`CannotStartContainerError: ${error.message}`));
    });
  });
  return {
    running: Promise.race([failed, report.processId, exit]).then(() => undefined),
    exit,
    terminate: () => {
      void report.processId.then((processId) => {
        if (report.exitCode() === undefined) signal(processId, "SIGTERM");
      });
    },
    kill: () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        signal(-child.pid, "SIGKILL");
    },
  };
}

/** Converts the command to a form that env accepts as a command. */
function launch(command: readonly string[]): readonly string[] {
  // The env command would read a path that contains "=" as a variable. With adjustment 0, nice only runs the given
  // command. A shell's exec would change the environment.
  return command[0]?.includes("=") === true
    ? [findProgram("nice", "/usr/bin:/bin", "/"), "-n", "0", ...command]
    : command;
}

async function spawnWithOutput(
  args: readonly string[],
  workingDirectory: string,
): Promise<{ child: ChildProcess; output: Socket }> {
  const { output, writeEnd, closeWriteEnd } = await openOutputPipe();
  try {
    const child = spawn("/bin/sh", args, {
      detached: true,
      env: {},
      stdio: ["pipe", writeEnd, "ignore", "pipe"],
      cwd: workingDirectory,
    });
    return { child, output };
  } catch (error) {
    output.destroy();
    throw error;
  } finally {
    closeWriteEnd();
  }
}

interface Report {
  readonly processId: Promise<number>;
  exitCode(): number | undefined;
}

/** Reads the supervisor's report on descriptor 3: process ID, then exit code. */
function readReport(child: ChildProcess): Report {
  let reported = "";
  const processId = new Promise<number>((resolve) => {
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      reported += chunk.toString("utf8");
      const [first, ...rest] = reported.split("\n");
      if (rest.length > 0) resolve(Number(first));
    });
  });
  return {
    processId,
    exitCode: () => {
      const match = /^\d+\n(\d+)\n/.exec(reported);
      return match === null ? undefined : Number(match[1]);
    },
  };
}

async function awaitExit(
  child: ChildProcess,
  output: Socket,
  report: Report,
  onLogLine: (line: string) => void,
): Promise<JobExit> {
  const lines = splitLines(onLogLine);
  output.on("data", (chunk: Buffer) => {
    lines.add(chunk);
  });
  // Nothing is written to the control pipe. An error on it only means that the job has ended.
  child.stdin?.on("error", () => undefined);
  let tooLong: NodeJS.Timeout | undefined;
  child.once("exit", () => {
    tooLong = setTimeout(() => output.destroy(), OUTPUT_GRACE_MS);
  });
  await Promise.all([closed(child), closed(output)]);
  clearTimeout(tooLong);
  lines.end();
  return { exitCode: report.exitCode() ?? KILLED_EXIT_CODE };
}

const closed = (emitter: ChildProcess | Socket): Promise<void> =>
  new Promise((resolve) => {
    emitter.once("close", () => {
      resolve();
    });
  });

function signal(processId: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(processId, name);
  } catch {
    // The process has ended in the meantime.
  }
}

/**
 * POSIX shell script that runs between the endpoint and a job's command.
 *
 * A job must not outlive the endpoint, even if the endpoint is ended with SIGKILL and cannot clean up. The shell's
 * standard input is a pipe (the control pipe). Only the endpoint holds its other end. The kernel closes the pipe when
 * the endpoint ends. A subshell that reads from the control pipe then kills the whole process group. The script uses
 * only POSIX features, so it behaves the same on Linux and macOS. The pipe exists before the shell starts, so there
 * is no gap. Limitation: a process that leaves its group (with setsid, or in the background of a shell with set -m)
 * is not killed.
 *
 * - The command is passed as arguments and never interpreted: `exec "$@"` runs a file by its absolute path.
 * - Descriptor 3 receives the process ID of the command, then its exit code. The process ID lets SIGTERM reach the
 *   command alone, like the first process of a container.
 * - When the command has ended, its background processes are killed, as in a container whose first process ends.
 * - Standard error of the command goes to the same place as its standard output, so that lines keep their order.
 *   Messages of the shell itself ("Killed") are discarded.
 */
const SUPERVISOR_SCRIPT = `
exec 4<&0 </dev/null 2>/dev/null
( exec 3>&- >/dev/null; read -r _ <&4; kill -KILL 0 ) &
/bin/sh -c 'echo "$$" >&3; exec "$@" 3>&- 2>&1' sh "$@" 4<&-
echo "$?" >&3
kill -KILL 0
`;
