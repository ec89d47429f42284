import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorProperty } from "../error-properties";

/** Prefix of a run's folder; the process ID identifies folders of interrupted runs. */
export const folderPrefix = (processId: number): string => `local-${processId}-`;

/** Deletes the folders of interrupted runs, whose processes no longer exist. */
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
    // EPERM: the process exists, but belongs to another user.
    return errorProperty(error, "code") !== "ESRCH";
  }
}
