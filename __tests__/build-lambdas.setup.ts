import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beginSharing } from "./shared-apps";

/**
 * Builds the Lambda bundles once before all tests, in less than a second: some tests run them, and the stacks read them.
 * Several runs of Jest may do so at a time, because the build replaces each file in one step.
 */
export default function buildLambdas(): void {
  execFileSync(process.execPath, [join(__dirname, "..", "scripts", "build-lambdas.mjs")], { stdio: "inherit" });
  beginSharing();
}
