// Sets the next version in every package.json and writes its section of CHANGELOG.md from the commits since the last
// tag, in one commit. Does not push, tag or publish anything.
// Usage: npm run release [-- --dry-run] [-- --release-as 1.0.0]
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const installed = spawnSync(process.execPath, [join(here, "install-packages.mjs"), "release"], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
if (installed.status !== 0) process.exit(1);
const command = join(installed.stdout.trim(), "node_modules", "commit-and-tag-version", "bin", "cli.js");
const config = join(here, "release", "versionrc.cjs");
const { status } = spawnSync(process.execPath, [command, "--config", config, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
