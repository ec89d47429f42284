// Runs the conformance tests in __tests__/conformance with boto3, the AWS CLI, the AWS SDK for Go, MiniStack and
// statelint. Installs all Python packages in build/venv. Arguments are passed to pytest:
// npm run test:conformance -- -k statelint
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPython } from "./python-venv.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tests = join(root, "__tests__", "conformance");

function findPrograms() {
  try {
    return installPython("venv", join(tests, "requirements.txt"));
  } catch (error) {
    process.stderr.write(`test:conformance: ${error.message}\n`);
    return process.exit(1);
  }
}

const pytest = ["-m", "pytest", tests, "--basetemp", join(root, "build", "pytest"), ...process.argv.slice(2)];
const { status } = spawnSync(join(findPrograms(), "python"), pytest, {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
});
process.exit(status ?? 1);
