import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const LOGS = { aws_cloudwatch_log_group: { "job-log-group_0123ABCD": { name: "jobs" } } };
const BUCKET = { aws_s3_bucket: { reports_0123ABCD: { bucket: "reports" } } };

/** Stand-in of checkov: fails one check of each resource, as checkov names them in JSON. */
const CHECKOV = `#!/usr/bin/env node
const { appendFileSync, readdirSync, readFileSync } = require("node:fs");
const files = readdirSync(".", { recursive: true }).filter((file) => file.endsWith("cdk.tf.json")).sort();
if (process.env.SCANNED) appendFileSync(process.env.SCANNED, files.join(" ") + "\\n");
const failed_checks = files.flatMap((file) => {
  const { resource, data, ...others } = JSON.parse(readFileSync(file, "utf8"));
  if (Object.keys(others).length > 0) throw new Error("Exception: this method receives only dicts");
  return Object.entries({ resource, data }).flatMap(([block, types]) =>
    Object.values(types).flatMap((ids) => Object.keys(ids)).map((id) => ({
      check_id: process.env.CHECK ?? "CKV_AWS_18",
      check_name: "Ensure it is logged",
      file_path: "/" + file,
      resource: block + "." + id,
    })));
});
const summary = { parsing_errors: Number(process.env.PARSING_ERRORS ?? 0) };
process.stdout.write(JSON.stringify({ check_type: "terraform_json", results: { failed_checks }, summary }));
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "new-checkov-findings-"));
  writeFileSync(join(folder, "checkov"), CHECKOV, { mode: 0o755 });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function writeStack(branch: string, resource: object, data: object = {}, name = "batch-dev"): void {
  mkdirSync(join(folder, branch, "stacks", name), { recursive: true });
  const stack = { terraform: { required_version: ">= 1.10" }, resource, data };
  writeFileSync(join(folder, branch, "stacks", name, "cdk.tf.json"), JSON.stringify(stack));
}

function findNew(environment: Readonly<Record<string, string>> = {}) {
  const args = ["tools/new-checkov-findings.mjs", join(folder, "main"), join(folder, "pull-request")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, join(folder, "checkov")], {
    cwd: ROOT,
    env: { ...process.env, GITHUB_OUTPUT: "", ...environment },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it("prints only the findings that main does not have, with the type of each resource", () => {
  writeStack("main", BUCKET);
  writeStack("pull-request", { ...BUCKET, ...LOGS }, { aws_availability_zones: { zones: {} } });

  expect(findNew()).toEqual({
    status: 0,
    stdout:
      "CKV_AWS_18 aws_cloudwatch_log_group.job-log-group_0123ABCD: Ensure it is logged\nCKV_AWS_18 data.aws_availability_zones.zones: Ensure it is logged\n",
    stderr: "",
  });
});

it("prints none for a finding that docs/reference/checkov.md lists", () => {
  writeStack("main", BUCKET);
  writeStack("pull-request", { ...BUCKET, ...LOGS });

  expect(findNew({ CHECK: "CKV_AWS_158" }).stdout).toBe("none\n");
});

it("prints none for the stacks of main, without checkov", () => {
  writeStack("main", BUCKET);
  writeStack("pull-request", BUCKET);
  rmSync(join(folder, "checkov"));

  expect(findNew()).toEqual({ status: 0, stdout: "none\n", stderr: "" });
});

it("scans only the stacks that the pull request changes, once", () => {
  writeStack("main", BUCKET);
  writeStack("pull-request", BUCKET);
  writeStack("main", LOGS, {}, "job-poller-dev");
  writeStack("pull-request", { ...LOGS, ...BUCKET }, {}, "job-poller-dev");

  expect(findNew({ SCANNED: join(folder, "scanned") }).stdout).toBe(
    "CKV_AWS_18 aws_s3_bucket.reports_0123ABCD: Ensure it is logged\n",
  );
  expect(readFileSync(join(folder, "scanned"), "utf8")).toBe(
    "main/job-poller-dev/cdk.tf.json pull-request/job-poller-dev/cdk.tf.json\n",
  );
});

it("sets an output of at most 50 short lines, whatever the resources are called", () => {
  const output = join(folder, "output");
  const names = Array.from({ length: 60 }, (_, index) => `bucket\n${index}${"x".repeat(400)}`);
  writeStack("main", {});
  writeStack("pull-request", { aws_s3_bucket: Object.fromEntries(names.map((name) => [name, {}])) });

  findNew({ GITHUB_OUTPUT: output });

  const [first, ...lines] = readFileSync(output, "utf8").trimEnd().split("\n");
  expect(first).toMatch(/^findings<<end-[\w-]{36}$/);
  expect(lines).toHaveLength(52);
  expect(lines[0]).toMatch(/^CKV_AWS_18 aws_s3_bucket\.bucket 0x+$/);
  expect(lines.every((line) => line.length <= 300)).toBe(true);
  expect(lines[50]).toBe("and 10 more");
});

it.each<readonly [string, string, Readonly<Record<string, string>>]>([
  ["checkov could not read 1 of 2 stacks", CHECKOV, { PARSING_ERRORS: "1" }],
  ["Command failed", "#!/bin/sh\nexit 2\n", {}],
  ["the output of checkov holds no results of checkov", "#!/bin/sh\necho '{}'\n", {}],
])("fails, and sets no output, if checkov fails: %s", (message, program, environment) => {
  const output = join(folder, "output");
  writeStack("main", BUCKET);
  writeStack("pull-request", LOGS);
  writeFileSync(join(folder, "checkov"), program);
  writeFileSync(output, "");

  const { status, stderr } = findNew({ ...environment, GITHUB_OUTPUT: output });

  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(readFileSync(output, "utf8")).toBe("");
});
