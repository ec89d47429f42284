import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { INTEGRATIONS } from "../workflow/integration";
import { folderPrefix } from "../cli/local/synthesize-app";

/** Environment variable with the folder that contains the paths of the shared stacks. */
export const SHARED_APPS_VARIABLE = "POLLER_TEST_SHARED_APPS";

/** Creates the folder and sets the variable. Must run in the parent process, because the test workers inherit it. */
export function beginSharing(): void {
  // The name contains the process ID, so that a later run can remove the folder of a killed process.
  const folder = join(__dirname, "..", "build", `${folderPrefix(process.pid)}shared`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env[SHARED_APPS_VARIABLE] = folder;
}

/** Removes the shared stacks and the folder. */
export function endSharing(): void {
  const folder = process.env[SHARED_APPS_VARIABLE];
  if (folder === undefined) return;
  for (const file of INTEGRATIONS.map((integration) => join(folder, integration))) {
    const path = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (path !== "") rmSync(path, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}
