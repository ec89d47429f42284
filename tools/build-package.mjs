// Builds the package `job-status-poller/constructs` for other CDKTF apps: build/lambdas, and build/package with the
// compiled constructs and types. npm runs it as `prepare`: before packing, and for an installation from git.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// Not needed for work on the project itself, so `npm ci` skips it.
if (process.env.npm_command !== "ci") {
  await import("./build-lambdas.mjs");
  rmSync(join(root, "build", "package"), { recursive: true, force: true });
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join("tools", "tsconfig.package.json")], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
