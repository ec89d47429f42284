import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Environment variable with the temporary folder of the test run, for tests and their child processes. */
export const FOLDER_VARIABLE = "POLLER_TEST_TEMPORARY_FILES";

/** Sets `os.tmpdir()` to a new folder. Must run in the parent process, because the test workers inherit it. */
export function redirectTemporaryFiles(): void {
  // A short name, because the path length of Unix sockets is limited. Browsers and Terraform providers create
  // sockets.
  const folder = mkdtempSync(join(tmpdir(), "jsp-"));
  process.env[FOLDER_VARIABLE] = folder;
  process.env["TMPDIR"] = folder;
}

/** Removes the temporary folder. */
export function removeTemporaryFiles(): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
