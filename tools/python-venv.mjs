// Installs Python programs with exact versions in a virtual environment in build/, if they are not installed.
// Usage, prints the folder of the programs:
// node tools/python-venv.mjs e2e-venv packages/local-aws/emulators/requirements.txt
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_PYTHON = [3, 10];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function findPython() {
  const seen = [];
  for (const name of ["python3", "python"]) {
    const asked = spawnSync(name, ["-c", "import sys; print(*sys.version_info[:3], sep='.')"], { encoding: "utf8" });
    if (asked.status !== 0) continue;
    const version = asked.stdout.trim();
    const [major, minor] = version.split(".").map(Number);
    if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return { name, version };
    seen.push(`${name} is ${version}`);
  }
  const found = seen.join(", ") || "no python3";
  throw new Error(`needs Python ${OLDEST_PYTHON.join(".")} or later in PATH, found ${found}; install it`);
}

function run(command, args, problem) {
  // stdout is the result of this program.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, "inherit"] });
  if (status !== 0) throw new Error(problem);
}

/**
 * @param name - name of the folder in build/
 * @param requirements - file with exact versions
 * @returns the folder with the programs
 * @throws Error if Python is missing or the installation fails
 */
export function installPython(name, requirements) {
  const python = findPython();
  const venv = join(root, "build", name);
  // Hash of the installed packages; written last, so that an interrupted installation is repeated.
  const stamp = join(venv, "installed.sha256");
  const wanted = createHash("sha256").update(python.version).update(readFileSync(requirements)).digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    rmSync(venv, { recursive: true, force: true });
    const advice = "cannot create a virtual environment; on Debian: apt-get install python3-venv";
    run(python.name, ["-m", "venv", venv], `${python.name} ${advice}`);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", requirements];
    run(join(venv, "bin", "python"), pip, `cannot install ${requirements}; see the pip error above`);
    writeFileSync(stamp, wanted);
  }
  return join(venv, "bin");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const [name, requirements] = process.argv.slice(2);
    process.stdout.write(`${installPython(name, resolve(requirements))}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
