// Writes the files of a release to a folder: a tarball of each npm package, a zip of each Lambda function, the bill
// of materials (CycloneDX), the release notes and SHA256SUMS. Publishes nothing.
// Usage: node tools/build-release.mjs FOLDER [TAG]   TAG must be that of the version, such as v1.2.3
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [given, tag] = process.argv.slice(2);
if (given === undefined) fail("usage: node tools/build-release.mjs FOLDER [TAG]");
const folder = resolve(given);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (tag !== undefined && tag !== `v${version}`)
  fail(
    `the tag must be v${version}, the version in package.json, got ${tag}; delete the tag, and see docs/releases.md`,
  );
const notes = findNotes();

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
run(process.execPath, ["tools/build-packages.mjs"]);
for (const name of readdirSync(join(root, "build", "packages")).sort())
  run("npm", ["pack", "--silent", "--pack-destination", folder, join(root, "build", "packages", name)]);
for (const name of readdirSync(join(root, "build", "lambdas")).sort()) zip(name);
const tools = run(process.execPath, ["tools/install-packages.mjs", "release"]).trim();
run(process.execPath, [
  join(tools, "node_modules", "@cyclonedx", "cyclonedx-npm", "bin", "cyclonedx-npm-cli.js"),
  ...["--package-lock-only", "--output-reproducible", "--output-file", join(folder, "sbom.cdx.json")],
]);
const sums = readdirSync(folder)
  .sort()
  .map(
    (file) =>
      `${createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex")}  ${file}\n`,
  );
writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
writeFileSync(join(folder, "NOTES.md"), notes);
process.stdout.write(sums.join(""));

/** Zips the bundle of a function. Equal files and commits give equal bytes: all files get the time of the commit. */
function zip(name) {
  const bundle = join(root, "build", "lambdas", name);
  const repository = mkdtempSync(join(tmpdir(), "zip-"));
  const time = run("git", ["log", "-1", "--format=%cI"]).trim();
  const author = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: name, GIT_AUTHOR_DATE: time };
  const committer = { GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: name, GIT_COMMITTER_DATE: time };
  const git = (args, input = "") => run("git", ["-C", repository, ...args], { ...author, ...committer }, input).trim();
  git(["init", "--bare", "--quiet"]);
  const files = readdirSync(bundle).sort();
  const blobs = files.map((file) => `100644 blob ${git(["hash-object", "-w", join(bundle, file)])}\t${file}\n`);
  const commit = git(["commit-tree", "-m", name, git(["mktree"], blobs.join(""))]);
  git(["archive", "--format=zip", `--output=${join(folder, `${name}-${version}.zip`)}`, commit]);
  rmSync(repository, { recursive: true });
}

/** Returns the section of this version in CHANGELOG.md. */
function findNotes() {
  const sections = readFileSync(join(root, "CHANGELOG.md"), "utf8").split(/^(?=##? \[?\d)/m);
  const found = sections.find((section) => /^##? \[?([^\]\s]+)/.exec(section)?.[1] === version);
  if (found === undefined) fail(`CHANGELOG.md has no section of ${version}; run npm run release (docs/releases.md)`);
  return found.replace(/^.*\n+/, "");
}

function run(command, args, environment = {}, input = "") {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    input,
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (status !== 0) fail(`${command} ${args.join(" ")} failed: ${error?.message ?? `exit code ${status}`}\n${stdout}`);
  return stdout;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
