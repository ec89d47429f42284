// Changes this clone to the bindings of another AWS provider, or to CDK Terrain and its bindings.
// Usage: node tools/use-provider.mjs 5|6|cdktn
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { useCdkTerrain, usesCdkTerrain } from "./providers/use-cdk-terrain.mjs";

const NAME = "@cdktf/provider-aws";
/** Version of the bindings for each major version of the provider. */
const BINDINGS = { 5: "20.1.0", 6: "21.22.1" };
const GO_BACK = 'run "git checkout ." (or revert the commit), then "npm ci"';

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const file = join(root, "package.json");
const choice = process.argv[2];
const say = (text) => process.stderr.write(`use-provider: ${text}\n`);

function fail(problem) {
  say(problem);
  process.exit(2);
}

function changeToCdkTerrain() {
  try {
    const files = useCdkTerrain(root);
    if (files.length === 0) return say("this clone already uses CDK Terrain; no files were changed");
    say(`changed ${files.length} files to CDK Terrain:\n${files.map((each) => `  ${each}\n`).join("")}`);
    say("npm install now changes package-lock.json and node_modules");
    return say(`to go back: ${GO_BACK}`);
  } catch (error) {
    return fail(error.message);
  }
}

function changeBindings() {
  const version = BINDINGS[choice];
  const settings = JSON.parse(readFileSync(file, "utf8"));
  if (version === undefined) fail(`the provider must be ${Object.keys(BINDINGS).join(", ")} or cdktn, got ${choice}`);
  if (usesCdkTerrain(settings)) fail(`this clone uses CDK Terrain; to go back first: ${GO_BACK}`);
  settings.devDependencies[NAME] = version;
  settings.peerDependencies[NAME] = `^${version}`;
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

if (choice === "cdktn") changeToCdkTerrain();
else changeBindings();
const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
