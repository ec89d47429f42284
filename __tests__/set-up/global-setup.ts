import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { redirectTemporaryFiles } from "../../testing/temporary-files";

/**
 * Runs once before all test files: builds the Lambda bundles, which the stacks and some tests read.
 * Concurrent Jest runs are safe, because the build replaces each file atomically.
 */
export default function setUp(): void {
  execFileSync(process.execPath, [join(__dirname, "..", "..", "tools", "build-lambdas.mjs")], { stdio: "inherit" });
  redirectTemporaryFiles();
}
