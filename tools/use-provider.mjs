// Changes this clone to the bindings of another AWS provider: in package.json, package-lock.json and node_modules.
// Usage: node tools/use-provider.mjs 5|6
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAME = "@cdktf/provider-aws";
/** Version of the bindings for each major version of the provider. */
const BINDINGS = { 5: "20.1.0", 6: "21.22.1" };

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const version = BINDINGS[process.argv[2]];
if (version === undefined) {
  process.stderr.write(
    `use-provider: the provider must be ${Object.keys(BINDINGS).join(" or ")}, got ${process.argv[2]}\n`,
  );
  process.exit(2);
}
const file = join(root, "package.json");
const settings = JSON.parse(readFileSync(file, "utf8"));
settings.devDependencies[NAME] = version;
settings.peerDependencies[NAME] = `^${version}`;
writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
