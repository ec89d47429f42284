import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { folderPrefix } from "../../cli/local/remove-leftovers";

/** Holds the folder that says where the test files of a run find the stacks that they share. */
export const SHARED_APPS_VARIABLE = "POLLER_TEST_SHARED_APPS";

/** Begins a run's sharing; in the process that starts the test workers, which inherit the variable. */
export function beginSharing(): void {
  // Should this process be killed, its name tells the next one that the folder is nobody's.
  const folder = join(__dirname, "..", "..", "build", `${folderPrefix(process.pid)}shared`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env[SHARED_APPS_VARIABLE] = folder;
}

/** Removes what was shared. */
export function endSharing(): void {
  const folder = process.env[SHARED_APPS_VARIABLE];
  if (folder === undefined) return;
  for (const file of [join(folder, "poll"), join(folder, "sync")]) {
    const path = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (path !== "") rmSync(path, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
