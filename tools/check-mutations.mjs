// Mutation test of the reliability table: removes one safeguard at a time in a copy of the sources and lists the rows
// that fail. Exit code 1 if a mutation fails no row, or if a row fails without a mutation. To run mutations by name:
// npm run test:mutations -- "tag look-up"
// Only rows that match a regular expression: npm run test:mutations -- "tag look-up" "reply to SubmitJob"
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const MUTATIONS = [
  { name: "no mutation", file: undefined },
  ...JSON.parse(readFileSync(join(root, "tools", "mutations.json"), "utf8")),
];
/** Test that compares with the document and therefore fails for every mutation. */
const NOT_A_ROW = "ends within the history, and is documented as measured";
const LEFT_OUT = ["node_modules", ".git", "build", "cdktf.out", "coverage"];
/** Timeout of the suite, in milliseconds; a mutation can cause an endless run. */
const TIMEOUT_MS = 900_000;

/**
 * Names of the rows that fail in a copy of the sources with the mutation.
 * @param pattern - regular expression of the rows to run
 */
function findFailingRows({ file, from, to }, pattern) {
  const copy = mkdtempSync(join(tmpdir(), "mutation-"));
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
    execFileSync("sh", [join(root, "tools", "link-packages.sh"), root, copy]);
    if (file !== undefined) mutate(join(copy, file), from, to);
    return runRows(copy, pattern);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function mutate(path, from, to) {
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${path} must contain exactly once: ${from}`);
  writeFileSync(path, source.replace(from, to));
}

function runRows(copy, pattern) {
  const report = join(copy, "report.json");
  const jest = join(copy, "node_modules", "jest", "bin", "jest.js");
  const suite = "__tests__/reliability/reliability.test.ts";
  const child = spawnSync(
    process.execPath,
    [jest, "--rootDir", copy, suite, "-t", pattern, "--json", "--outputFile", report, "--silent", "--forceExit"],
    { cwd: copy, encoding: "utf8", timeout: TIMEOUT_MS, killSignal: "SIGKILL" },
  );
  let results;
  try {
    results = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    throw new Error(`the suite did not finish:\n${child.stderr}`);
  }
  const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults);
  if (tests.length === 0) throw new Error(`the suite could not run:\n${child.stderr}`);
  return tests
    .filter(({ status, title }) => status === "failed" && title !== NOT_A_ROW)
    .map(({ fullName }) => fullName);
}

function main([wanted = "", pattern = ""]) {
  const chosen = MUTATIONS.filter(({ name }) => name.includes(wanted));
  if (chosen.length === 0)
    throw new Error(`no mutation "${wanted}" (available: ${MUTATIONS.map(({ name }) => name).join(", ")})`);
  let isAsItShould = true;
  for (const mutation of chosen) {
    const rows = findFailingRows(mutation, pattern);
    isAsItShould &&= rows.length > 0 === (mutation.file !== undefined);
    process.stdout.write(`${mutation.name}: ${rows.length} rows fail\n${rows.map((row) => `  ${row}\n`).join("")}`);
  }
  return isAsItShould ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`test:mutations: ${error.message}\n`);
  process.exitCode = 1;
}
