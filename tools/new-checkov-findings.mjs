/**
 * Finds what checkov reports in the synthesized stacks of a pull request, but not in those of main.
 *
 *   node tools/new-checkov-findings.mjs MAIN PULL_REQUEST [CHECKOV]
 *
 * MAIN and PULL_REQUEST are folders like cdktf.out. CHECKOV is the program; by default, it is installed. Prints each
 * finding that docs/reference/checkov.md does not list, or `none`. In a workflow, also sets the output `findings`.
 * checkov reads stacks, not plans, because a plan contains values from AWS, which may be secret, and requires
 * credentials.
 */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { failedChecksIn, listedFindings, nameFinding } from "./compare-checkov.mjs";
import { installPython } from "./python-venv.mjs";

const REQUIREMENTS = join(dirname(fileURLToPath(import.meta.url)), "checkov", "requirements.txt");
const OPTIONS = [
  "--framework",
  "terraform_json",
  "--skip-download",
  "--soft-fail",
  "--quiet",
  "--compact",
  "-o",
  "json",
];
const MAX_FINDINGS = 50;
const MAX_LENGTH = 300;

/** Reads resources and data sources. checkov rejects a file with cdktf's `terraform` block. */
function readStacks(folder) {
  return readdirSync(join(folder, "stacks")).map((name) => {
    const { resource = {}, data = {} } = JSON.parse(readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8"));
    return { name, blocks: { resource, data } };
  });
}

/**
 * Runs checkov once, on copies of the stacks in BRANCH/STACK of a folder without other files, such as a configuration
 * of checkov. Half of its time is its start.
 */
async function findFindings(branches, checkov, folder) {
  const stacks = Object.entries(branches).flatMap(([branch, own]) => own.map((stack) => ({ branch, ...stack })));
  for (const { branch, name, blocks } of stacks) {
    mkdirSync(join(folder, branch, name), { recursive: true });
    writeFileSync(join(folder, branch, name, "cdk.tf.json"), JSON.stringify(blocks));
  }
  const { stdout } = await promisify(execFile)(checkov, [...OPTIONS, "-d", "."], {
    cwd: folder,
    // Prevents checkov from requesting descriptions from its vendor's server.
    env: { ...process.env, BC_SKIP_MAPPING: "TRUE" },
    maxBuffer: 2 ** 28,
  });
  const failed = failedChecksIn(stdout, "the output of checkov");
  const errors = JSON.parse(stdout).summary.parsing_errors;
  if (errors > 0) throw new Error(`checkov could not read ${errors} of ${stacks.length} stacks`);
  return failed.map(({ check_id: check, check_name: title, resource, file_path: file }) => {
    const [, branch, name] = file.split("/");
    const stack = stacks.find((one) => one.branch === branch && one.name === name);
    const address = findAddress(resource, stack?.blocks);
    return {
      branch,
      key: `${check} ${name} ${resource}`,
      name: nameFinding(check, address),
      text: `${check} ${address}: ${title}`,
    };
  });
}

/** Adds the type to `resource.ID` and `data.ID`, as checkov calls resources in JSON. */
function findAddress(resource, blocks = {}) {
  const [, block, id] = /^(resource|data)\.([^.]+)$/.exec(resource) ?? [];
  const type = Object.keys(blocks[block] ?? {}).find((one) => Object.hasOwn(blocks[block][one], id));
  return type === undefined ? resource : `${block === "data" ? "data." : ""}${type}.${id}`;
}

async function findNew(main, pullRequest, program) {
  const [before, after] = [main, pullRequest].map(readStacks);
  // checkov does not relate resources of different stacks, so those of main need no second look.
  const isIn = (stacks) => (stack) => stacks.some((one) => JSON.stringify(one) === JSON.stringify(stack));
  const branches = {
    main: before.filter((stack) => !isIn(after)(stack)),
    "pull-request": after.filter((stack) => !isIn(before)(stack)),
  };
  if (branches["pull-request"].length === 0) return [];
  const checkov = program ?? join(installPython("checkov-venv", REQUIREMENTS), "checkov");
  const folder = mkdtempSync(join(tmpdir(), "checkov-"));
  try {
    const findings = await findFindings(branches, checkov, folder);
    const known = findings.filter(({ branch }) => branch === "main").map(({ key }) => key);
    const silent = [...listedFindings(), ...known];
    return findings
      .filter(({ branch, key, name }) => branch === "pull-request" && !silent.includes(key) && !silent.includes(name))
      .map(({ text }) => text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [main, pullRequest, program] = process.argv.slice(2);
if (pullRequest === undefined)
  throw new Error("usage: node tools/new-checkov-findings.mjs MAIN PULL_REQUEST [CHECKOV]");
const findings = await findNew(main, pullRequest, program);
const lines = findings
  .slice(0, MAX_FINDINGS)
  .map((finding) => finding.replaceAll(/\p{Cc}/gu, " ").slice(0, MAX_LENGTH));
if (findings.length > MAX_FINDINGS) lines.push(`and ${findings.length - MAX_FINDINGS} more`);
const text = findings.length === 0 ? "none" : lines.join("\n");
process.stdout.write(`${text}\n`);
if (process.env.GITHUB_OUTPUT) {
  // Random, so that no line of the text can be the delimiter.
  const delimiter = `end-${randomUUID()}`;
  appendFileSync(process.env.GITHUB_OUTPUT, `findings<<${delimiter}\n${text}\n${delimiter}\n`);
}
