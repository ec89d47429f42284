import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Holds the folder for what a run's tests, and the programs they start, write and leave: cdktf's `Testing`, emulators. */
export const FOLDER_VARIABLE = "POLLER_TEST_TEMPORARY_FILES";

/** Leads `os.tmpdir()` to a folder of the run's own; in the process that starts the test workers, which inherit it. */
export function redirectTemporaryFiles(): void {
  // A short name: in a long path, a browser or Terraform's provider could not make its socket.
  const folder = mkdtempSync(join(tmpdir(), "jsp-"));
  process.env[FOLDER_VARIABLE] = folder;
  process.env["TMPDIR"] = folder;
}

/** Removes that folder. */
export function removeTemporaryFiles(): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
