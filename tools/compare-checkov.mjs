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
export function listedFindings() {
  return readFileSync(join(ROOT, "docs", "reference", "checkov.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, check, , reason]) => /^CKV2?_/.test(check ?? "") && (reason ?? "").length > 20)
    .flatMap(([, check, resources]) => resources.split(", ").map((resource) => `${check} ${resource}`));
}

/** Returns `CHECK RESOURCE` of a finding, without the eight digits that cdktf appends to a resource. */
export const nameFinding = (check, resource) => `${check} ${resource.replace(/_[0-9A-F]{8}$/, "")}`;

/** Returns the failed checks in the JSON output of checkov, which is a list if it ran several frameworks. */
export function failedChecksIn(text, source) {
  return [JSON.parse(text)].flat().flatMap((report) => {
    if (report.results === undefined) throw new Error(`${source} holds no results of checkov: did it find a plan?`);
    return report.results.failed_checks;
  });
}

function compare(files) {
  if (files.length === 0) throw new Error("usage: node tools/compare-checkov.mjs RESULT.json ...");
  const listed = listedFindings();
  const failed = files.flatMap((file) => failedChecksIn(readFileSync(file, "utf8"), file));
  const found = [...new Set(failed.map(({ check_id: check, resource }) => nameFinding(check, resource)))];
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
}

if (process.argv[1] === fileURLToPath(import.meta.url)) compare(process.argv.slice(2));
