// Records the terminal output of the demo in docs/pictures/demo*.svg. Usage: npm run docs:terminal (requires Python
// 3.10)
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPython } from "./python-venv.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** File for the JobResult on stdout, so that the recording shows only the progress. */
const RESULT = "job-result.json";
const RECORDINGS = [
  { name: "demo", command: `npm run demo > ${RESULT}`, exitCode: 0 },
  { name: "demo-fail", command: `npm run demo -- --fail > ${RESULT}`, exitCode: 2 },
];

function record(python, { name, command, exitCode }) {
  const script = join(root, "tools", "terminal", "record_terminal.py");
  const out = join(root, "docs", "pictures", name);
  const { status } = spawnSync(python, [script, String(exitCode), out, command], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`could not record ${command}; see the error above`);
}

function recordAll() {
  const result = join(root, RESULT);
  if (existsSync(result)) throw new Error(`${RESULT} already exists and would be overwritten; delete it first`);
  const programs = installPython("terminal-venv", join(root, "tools", "terminal", "requirements.txt"));
  mkdirSync(join(root, "docs", "pictures"), { recursive: true });
  try {
    for (const recording of RECORDINGS) record(join(programs, "python"), recording);
  } finally {
    rmSync(result, { force: true });
  }
}

try {
  recordAll();
} catch (error) {
  process.stderr.write(`docs:terminal: ${error.message}\n`);
  process.exitCode = 1;
}
