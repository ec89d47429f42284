// Builds the folders of the npm packages that a release publishes: build/packages/NAME with compiled code, types,
// documents and a package.json without the parts that only development needs. `npm pack ./build/packages/NAME`
// creates a tarball for `npm install` and `npx`.
// Usage: node tools/build-packages.mjs [NAME...]   default: all
//   REPOSITORY_URL   address of the repository for package.json; npm requires it for a provenance statement
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const PACKAGES = join(root, "build", "packages");
const { REPOSITORY_URL: repositoryUrl = "" } = process.env;

/** Packages of packages/, and what they contain in addition to compiled code. */
const WORKSPACES = {
  "local-aws": {
    bin: { "local-aws": "src/command/main" },
    copied: {
      // A worker thread and a process load these files by their path.
      "src/lambda/worker-main.cjs": "dist/src/lambda/worker-main.cjs",
      "src/step-functions/jsonata/evaluation-main.cjs": "dist/src/step-functions/jsonata/evaluation-main.cjs",
      docs: "docs",
      "../../examples/test-state-machine": "examples/test-state-machine",
    },
    // Requires Python and its packages.
    unpublished: ["./emulators"],
  },
  "reviewed-terraform": { bin: {}, copied: {}, unpublished: [] },
};
const NAMES = ["job-status-poller", ...Object.keys(WORKSPACES)];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no package ${unknown.join(", ")}; the packages are ${NAMES.join(", ")}\n`);
  process.exit(2);
}
for (const name of wanted.length === 0 ? NAMES : wanted) {
  rmSync(join(PACKAGES, name), { recursive: true, force: true });
  mkdirSync(join(PACKAGES, name), { recursive: true });
  if (name in WORKSPACES) buildWorkspace(name, WORKSPACES[name]);
  else buildRoot(name);
}

/** Copies the files that `npm pack` includes. */
function buildRoot(name) {
  run(process.execPath, ["tools/build-package.mjs"]);
  const [{ files }] = JSON.parse(run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"]));
  for (const { path } of files) cpSync(join(root, path), join(PACKAGES, name, path));
  const manifest = readManifest(root);
  const published = ["engines", "files", "bin", "exports", "typesVersions", "dependencies"];
  const peers = ["peerDependencies", "peerDependenciesMeta"];
  writeManifest(name, manifest, Object.fromEntries([...published, ...peers].map((key) => [key, manifest[key]])), {});
}

/** Compiles the modules that package.json exports, and the commands. */
function buildWorkspace(name, { bin, copied, unpublished }) {
  const source = join(root, "packages", name);
  const manifest = readManifest(source);
  const entries = Object.entries(manifest.exports)
    .filter(([subpath, file]) => file.endsWith(".ts") && !unpublished.includes(subpath))
    .map(([subpath, file]) => [subpath, file.replace(/^\.\/|\.ts$/g, "")]);
  compile(name, [...entries.map(([, entry]) => entry), ...Object.values(bin)]);
  for (const [from, to] of Object.entries({ ...copied, "README.md": "README.md" }))
    cpSync(join(source, from), join(PACKAGES, name, to), { recursive: true });
  linkWithin(name);
  cpSync(join(root, "LICENSE"), join(PACKAGES, name, "LICENSE"));
  for (const entry of Object.values(bin)) {
    const file = join(PACKAGES, name, "dist", `${entry}.js`);
    writeFileSync(file, `#!/usr/bin/env node\n${readFileSync(file, "utf8")}`);
    chmodSync(file, 0o755);
  }
  const types = (entry) => `./dist/${entry}.d.ts`;
  const exports = entries.map(([subpath, entry]) => [subpath, { types: types(entry), default: `./dist/${entry}.js` }]);
  const older = entries.filter(([subpath]) => subpath !== ".").map(([path, entry]) => [path.slice(2), [types(entry)]]);
  const [, main] = entries.find(([subpath]) => subpath === ".");
  const { engines, dependencies } = manifest;
  const commands = Object.entries(bin).map(([command, entry]) => [command, `dist/${entry}.js`]);
  const published = {
    engines,
    ...(commands.length > 0 && { bin: Object.fromEntries(commands) }),
    exports: { ...Object.fromEntries(exports), "./package.json": "./package.json" },
    // For the module resolution of TypeScript that does not read exports.
    ...{ main: `./dist/${main}.js`, types: types(main), typesVersions: { "*": Object.fromEntries(older) } },
    dependencies,
  };
  writeManifest(name, manifest, published, { directory: `packages/${name}` });
}

/** Removes from the README what only this repository has, and links to the copied example. */
function linkWithin(name) {
  const edit = (path, change) => {
    const file = join(PACKAGES, name, path);
    if (existsSync(file)) writeFileSync(file, change(readFileSync(file, "utf8")));
  };
  edit("README.md", (text) => {
    const [published] = text.split("\n## In this repository\n");
    return published
      .replaceAll("../../examples/", "examples/")
      .replace(/\[([^\]]+)\]\(\.\.\/\.\.\/docs\/[^)]+\)/g, "$1");
  });
  edit("examples/test-state-machine/README.md", (text) => text.replaceAll(`../../packages/${name}/`, "../../"));
}

function compile(name, entries) {
  const config = join(PACKAGES, `${name}.tsconfig.json`);
  const source = join(root, "packages", name);
  const options = {
    extends: join(root, "tools", "tsconfig.package.json"),
    compilerOptions: { rootDir: source, outDir: join(PACKAGES, name, "dist") },
    files: entries.map((entry) => join(source, `${entry}.ts`)),
  };
  writeFileSync(config, JSON.stringify(options));
  run(process.execPath, [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", config]);
  rmSync(config);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function writeManifest(name, { version, description, license }, published, place) {
  const repository =
    repositoryUrl === "" ? {} : { repository: { type: "git", url: `git+${repositoryUrl}.git`, ...place } };
  const manifest = { name, version, description, license, ...repository, type: "commonjs", ...published };
  writeFileSync(join(PACKAGES, name, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Runs a program in the project's folder, and returns its output. */
function run(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    // npm runs the tests with NPM_COMMAND=ci in a clean clone.
    env: { ...process.env, npm_command: "" },
  });
  if (status === 0) return stdout;
  process.stderr.write(`${command} ${args.join(" ")} failed: ${error?.message ?? `exit code ${status}`}\n${stdout}`);
  process.exit(1);
}
