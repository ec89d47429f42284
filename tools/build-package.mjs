// Builds the package `job-status-poller`: build/lambdas, build/package with the compiled constructs and types, and
// build/poller with the command. npm runs it as `prepare`: before packing, and for an installation from git.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

// Not needed for work on the project itself, so `npm ci` skips it.
if (process.env.npm_command !== "ci") {
  await import("./build-lambdas.mjs");
  rmSync(join(root, "build", "package"), { recursive: true, force: true });
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  run(compiler, "-p", join("tools", "tsconfig.package.json"));
  run("--import", "tsx", join("tools", "build-poller.mjs"));
}
