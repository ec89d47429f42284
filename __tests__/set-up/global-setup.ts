import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beginSharing } from "./shared-apps";
import { redirectTemporaryFiles } from "./temporary-files";

/**
 * Once before all test files of a run: builds the Lambda bundles, in less than a second, because some tests run them, and
 * the stacks read them. Several runs of Jest may do so at a time, because the build replaces each file in one step.
 */
export default function setUp(): void {
  execFileSync(process.execPath, [join(__dirname, "..", "..", "scripts", "build-lambdas.mjs")], { stdio: "inherit" });
  redirectTemporaryFiles();
  beginSharing();
}
