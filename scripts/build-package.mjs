// Builds what `job-status-poller/constructs` is to other CDKTF apps: build/lambdas, and build/package with the compiled
// constructs and their types. npm runs it as `prepare`: before it packs, and when an app installs from git.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// Who works on the project itself needs none of it, and would wait for it at each `npm ci`.
if (process.env.npm_command !== "ci") {
  await import("./build-lambdas.mjs");
  rmSync(join(root, "build", "package"), { recursive: true, force: true });
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join("scripts", "tsconfig.package.json")], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
