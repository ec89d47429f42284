// Installs other providers and CDK Terrain (800 MB) in build/provider-bindings, if necessary, and prints the
// folder.
// Usage: node tools/providers/install.mjs
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "..", "..", "build", "provider-bindings");
const FILES = ["package.json", "package-lock.json"];

const wanted = FILES.reduce((hash, file) => hash.update(readFileSync(join(here, file))), createHash("sha256")).digest(
  "hex",
);
// Hash of the installed packages; written last, so that an interrupted installation is repeated.
const stamp = join(folder, "installed.sha256");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(join(here, file), join(folder, file));
  // stdout is the result of this program.
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", 2, "inherit"],
  });
  if (status !== 0) {
    process.stderr.write("cannot install tools/providers/package-lock.json; see the npm error above\n");
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
process.stdout.write(`${folder}\n`);
