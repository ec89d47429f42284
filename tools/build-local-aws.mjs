// Builds the package local-aws for use outside this repository, in build/local-aws: compiled code, types, the command
// and documents. `npm pack ./build/local-aws` creates a tarball for `npm install` and `npx`.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "packages", "local-aws");
const target = join(root, "build", "local-aws");
const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: {
    index: join(source, "src", "index.ts"),
    testing: join(source, "testing", "index.ts"),
    command: join(source, "src", "command", "main.ts"),
  },
  outdir: join(target, "dist"),
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  packages: "external",
  logLevel: "warning",
});
const command = join(target, "dist", "command.js");
writeFileSync(command, `#!/usr/bin/env node\n${readFileSync(command, "utf8")}`, { mode: 0o755 });
// A worker thread and a process load these files by their path.
for (const file of ["lambda/worker-main.cjs", "step-functions/jsonata/evaluation-main.cjs"])
  cpSync(join(source, "src", ...file.split("/")), join(target, "dist", basename(file)));
cpSync(join(source, "docs"), join(target, "docs"), { recursive: true });
cpSync(join(root, "examples", "test-state-machine"), join(target, "examples", "test-state-machine"), {
  recursive: true,
});
const [readme] = readFileSync(join(source, "README.md"), "utf8").split("\n## In this repository\n");
const example = join(target, "examples", "test-state-machine", "README.md");
writeFileSync(example, readFileSync(example, "utf8").replaceAll("../../packages/local-aws/", "../../"));
writeFileSync(join(target, "README.md"), readme.replaceAll("../../examples/", "examples/"));
cpSync(join(root, "LICENSE"), join(target, "LICENSE"));
const { name, version, description, license, engines, dependencies } = manifest;
const entry = (file, types) => ({ types: `./types/${types}.d.ts`, default: `./dist/${file}.js` });
writeFileSync(
  join(target, "package.json"),
  `${JSON.stringify(
    {
      ...{ name, version, description, license, engines },
      bin: { "local-aws": "./dist/command.js" },
      exports: {
        ".": entry("index", "src/index"),
        "./testing": entry("testing", "testing/index"),
        "./package.json": "./package.json",
      },
      dependencies,
    },
    null,
    2,
  )}\n`,
);
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const tsc = [compiler, "-p", join("tools", "tsconfig.local-aws.json")];
process.exitCode = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" }).status ?? 1;
