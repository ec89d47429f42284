// Finds Go programs in exact versions in PATH or build/bin, and installs missing ones in build/bin.
// Usage, prints the path of the program: node tools/go-program.mjs act
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = join(dirname(fileURLToPath(import.meta.url)), "..", "build", "bin");

const PROGRAMS = {
  actionlint: { package: "github.com/rhysd/actionlint/cmd/actionlint", version: "v1.7.12" },
  act: { package: "github.com/nektos/act", version: "v0.2.89" },
};

/** Returns whether a program has this version. `go version -m` reads it from the binary without running it. */
function isVersion(program, { package: path, version }) {
  const { status, stdout } = spawnSync("go", ["version", "-m", program], { encoding: "utf8" });
  return status === 0 && stdout.includes(`path\t${path}\n`) && stdout.includes(`\t${version}\t`);
}

/**
 * @param name - one of PROGRAMS
 * @returns the path of the program
 * @throws Error if Go is missing or the installation fails
 */
export function installGoProgram(name) {
  const wanted = PROGRAMS[name];
  const { package: path, version } = wanted;
  const candidates = [bin, ...(process.env.PATH ?? "").split(delimiter)].map((folder) => join(folder, name));
  const found = candidates.find((program) => existsSync(program) && isVersion(program, wanted));
  if (found !== undefined) return found;
  const { status, error } = spawnSync("go", ["install", `${path}@${version}`], {
    env: { ...process.env, GOBIN: bin },
    stdio: ["ignore", 2, "inherit"],
  });
  if (error !== undefined)
    throw new Error(`cannot install ${name} ${version}: go is not in PATH; install Go, or ${name} itself`);
  if (status !== 0) throw new Error(`cannot install ${path}@${version}; see the Go error above`);
  return join(bin, name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${installGoProgram(process.argv[2])}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
