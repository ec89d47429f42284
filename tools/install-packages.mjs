// Installs the packages of tools/NAME/package-lock.json in build/tools/NAME, if necessary, and prints that folder.
// Only some tests and releases need them, so `npm ci` does not install them.
// Usage: node tools/install-packages.mjs NAME
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = dirname(fileURLToPath(import.meta.url));
const name = process.argv[2] ?? "";
const FILES = ["package.json", "package-lock.json"];

if (!FILES.every((file) => existsSync(join(tools, name, file)))) {
  process.stderr.write(`no package-lock.json in tools/${name}; the folders are providers, release and node-24\n`);
  process.exit(2);
}
const folder = join(tools, "..", "build", "tools", name);
const wanted = FILES.reduce(
  (hash, file) => hash.update(readFileSync(join(tools, name, file))),
  createHash("sha256"),
).digest("hex");
// Hash of the installed packages; written last, so that an interrupted installation is repeated.
const stamp = join(folder, "installed.sha256");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) copyFileSync(join(tools, name, file), join(folder, file));
  // The package of Node installs the program for this machine with a script. Those for releases work without theirs.
  const scripts = name === "release" ? ["--ignore-scripts"] : [];
  // stdout is the result of this program.
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", ...scripts], {
    cwd: folder,
    stdio: ["ignore", 2, "inherit"],
  });
  if (status !== 0) {
    process.stderr.write(`cannot install tools/${name}/package-lock.json; see the npm error above\n`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
process.stdout.write(`${folder}\n`);
