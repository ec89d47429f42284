/**
 * Compares the findings of checkov with the table in docs/reference/checkov.md.
 *
 *   node tools/compare-checkov.mjs RESULT.json ...
 *
 * Exit code 1 if a finding is not listed, or if a listed finding no longer occurs; prints one line for each.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Returns `CHECK RESOURCE` of each row with a reason. */
function listedFindings() {
  return readFileSync(join(ROOT, "docs", "reference", "checkov.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, check, , reason]) => /^CKV2?_/.test(check ?? "") && (reason ?? "").length > 20)
    .flatMap(([, check, resources]) => resources.split(", ").map((resource) => `${check} ${resource}`));
}

/** Returns `CHECK RESOURCE` of each failed check. checkov writes a list if it ran several frameworks. */
function findingsIn(file) {
  return [JSON.parse(readFileSync(file, "utf8"))].flat().flatMap((report) => {
    if (report.results === undefined) throw new Error(`${file} holds no results of checkov: did it find a plan?`);
    return report.results.failed_checks.map(
      ({ check_id: check, resource }) => `${check} ${resource.replace(/_[0-9A-F]{8}$/, "")}`,
    );
  });
}

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("usage: node tools/compare-checkov.mjs RESULT.json ...");
const listed = listedFindings();
const found = [...new Set(files.flatMap(findingsIn))];
const problems = [
  ...found
    .filter((finding) => !listed.includes(finding))
    .map((finding) => `${finding}: not in docs/reference/checkov.md; fix it, or list it with its reason`),
  ...listed
    .filter((finding) => !found.includes(finding))
    .map((finding) => `${finding}: listed in docs/reference/checkov.md, but no longer found; remove it`),
];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`checkov: ${found.length} findings, ${listed.length} listed, ${problems.length} differences\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
