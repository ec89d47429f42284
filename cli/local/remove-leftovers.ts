import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorProperty } from "../error-properties";

/** Name of a run's folder begins so; the process ID tells whose it is, should a run be killed before it can clean up. */
export const folderPrefix = (processId: number): string => `local-${processId}-`;

/** Removes what runs have left that were killed: the folders of processes that exist no more. */
export async function removeLeftovers(buildPath: string): Promise<void> {
  for (const name of await readdir(buildPath)) {
    const [, processId] = /^local-(\d+)-/.exec(name) ?? [];
    if (processId !== undefined && !exists(Number(processId)))
      await rm(join(buildPath, name), { recursive: true, force: true });
  }
}

function exists(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process exists, too: EPERM.
    return errorProperty(error, "code") !== "ESRCH";
  }
}
