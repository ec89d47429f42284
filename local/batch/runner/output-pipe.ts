import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A pipe from a process to this one. */
export interface OutputPipe {
  /** Ends when no process holds the write end any more. */
  readonly output: Socket;
  /** Descriptor to hand to the process. */
  readonly writeEnd: number;
  /** Closes this process's own write end; without it the output never ends. */
  readonly closeWriteEnd: () => void;
}

/**
 * Opens a pipe of the kernel's own kind. Node's "pipe" is a pair of sockets, and Linux opens no socket by its path: a job
 * that opens /dev/stdout or /dev/stderr would fail, though it works in a container.
 * @throws Error when the folder for temporary files takes no named pipe
 */
export async function openOutputPipe(): Promise<OutputPipe> {
  const folder = await mkdtemp(join(tmpdir(), "job-output-"));
  try {
    const path = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [path], { env: { PATH: "/usr/bin:/bin" } });
    // Opened to read first: opening to write waits for a reader.
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
    // Both ends are open: nothing needs the name any more.
    await rm(folder, { recursive: true });
  }
}
