import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Pipe from a child process to this process. */
interface OutputPipe {
  /** Ends when no process holds the write end. */
  readonly output: Socket;
  /** File descriptor to pass to the child process. */
  readonly writeEnd: number;
  /** Closes this process's copy of the write end. Otherwise the output never ends. */
  readonly closeWriteEnd: () => void;
}

/**
 * Opens a named pipe. Node.js implements "pipe" as a socket pair, and Linux cannot open a socket by path. With a
 * socket, a job that opens /dev/stdout or /dev/stderr would fail, although it works in a container.
 * @throws Error if the temporary folder does not support named pipes
 */
export async function openOutputPipe(): Promise<OutputPipe> {
  const folder = await mkdtemp(join(tmpdir(), "job-output-"));
  try {
    const path = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [path], { env: { PATH: "/usr/bin:/bin" } });
    // Open for reading first: opening for writing waits for a reader.
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, constants.O_WRONLY);
    return {
      output: new Socket({ fd: readEnd, readable: true, writable: false }),
      writeEnd,
      closeWriteEnd: () => {
        closeSync(writeEnd);
      },
    };
  } finally {
    // Both ends are open, so the name is no longer needed.
    await rm(folder, { recursive: true });
  }
}
