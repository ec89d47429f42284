import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { CliError } from "../cli-error";
import { errorProperty } from "../error-properties";

const holderSchema = z.object({ pid: z.int().positive(), startedAt: z.string() });

/**
 * Runs `work` while no other process does the same in this clone: two runs would share the synthesized stacks and the
 * plan files, and one could apply the plan that the other showed. The lock of a killed process is ignored.
 * @param file - lock file
 * @param command - name of the command, for the message
 * @throws CliError when another process holds the lock
 */
export async function withRunLock<T>(file: string, command: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  if (!(await tryLock(file))) {
    const text = await readFile(file, "utf8").catch(() => "");
    const holder = parseHolder(text);
    if (holder !== undefined && isAlive(holder.pid))
      throw new CliError([
        `another ${command} runs in this clone since ${holder.startedAt} (process ${holder.pid}); ` +
          `wait until it has ended, or use another clone; if that process is something else, delete ${file}`,
      ]);
    await rm(file, { force: true });
    if (!(await tryLock(file))) throw new CliError([`another ${command} has just started in this clone; try again`]);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Creates the lock file. @returns false when it exists */
async function tryLock(file: string): Promise<boolean> {
  const holder = JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() });
  try {
    await writeFile(file, holder, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorProperty(error, "code") === "EEXIST") return false;
    throw error;
  }
}

/** Returns undefined for a file that a killed process did not write completely. */
function parseHolder(text: string): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 only checks that the process exists.
    return process.kill(pid, 0);
  } catch (error) {
    return errorProperty(error, "code") === "EPERM";
  }
}
