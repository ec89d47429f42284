import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CANARY, givenPlan, givenStacks, SETTINGS, type GivenStacks } from "../cli/commands/ci/given-stacks";

const run = promisify(execFile);
const root = join(__dirname, "..", "..");

let folder: string;
/** The bundle in a folder without node_modules. */
let bundle: string;
let given: GivenStacks;

const build = (name: string): string => {
  const output = execFileSync(process.execPath, [join(root, "tools", "build-ci.mjs"), join(folder, name)], {
    encoding: "utf8",
    env: { ...process.env, GITHUB_OUTPUT: "" },
  });
  return output.split(" ")[0] ?? "";
};
const read = (name: string, file: string): Buffer => readFileSync(join(folder, name, file));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ci-bundle-"));
  build("first");
  const target = join(folder, "project", "build", "ci");
  mkdirSync(target, { recursive: true });
  bundle = join(target, "poller.mjs");
  copyFileSync(join(folder, "first", "poller.mjs"), bundle);
  given = await givenStacks();
});
afterAll(async () => {
  await given.remove();
  rmSync(folder, { recursive: true });
});

/** Runs the bundle with only the given environment. */
const poller = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, [bundle, ...args], {
    cwd: join(folder, "project"),
    env: { PATH: process.env["PATH"], HOME: folder, ...environment },
  });

it("has the same bytes after a second build, and prints their SHA-256", () => {
  const printed = build("second");

  expect(read("second", "poller.mjs").equals(read("first", "poller.mjs"))).toBe(true);
  expect(printed).toBe(createHash("sha256").update(readFileSync(bundle)).digest("hex"));
  expect(readdirSync(join(folder, "first")).sort()).toEqual(["THIRD-PARTY-NOTICES.txt", "poller.mjs"]);
});

it("contains no path of this machine", () => {
  expect(read("first", "poller.mjs").includes(root)).toBe(false);
});

it("looks for credentials only in the environment", () => {
  const text = read("first", "poller.mjs").toString();

  expect(text).toContain("AWS_SESSION_TOKEN");
  expect(["RoleSessionName", "sso_start_url", "credential_process"].filter((trace) => text.includes(trace))).toEqual(
    [],
  );
});

it("includes the license of each bundled package, and not of the project's own", () => {
  const notices = read("first", "THIRD-PARTY-NOTICES.txt").toString();

  expect(notices).toMatch(/^@aws-sdk\/client-s3 \d+\.\d+\.\d+ \(Apache-2\.0\)$/m);
  expect(notices).toMatch(/^@octokit\/core \d+\.\d+\.\d+ \(MIT\)$/m);
  expect(notices).not.toContain("reviewed-terraform");
});

it("runs without node_modules: help", async () => {
  expect((await poller(["ci", "plan", "--help"])).stdout).toContain("Usage: poller ci plan [options]");
});

it("runs without node_modules: a plan, from the synthesized stack to the report", async () => {
  given.setPlans(givenPlan([{ address: "aws_sns_topic.a", actions: ["create"], after: { name: "a" } }]));
  const words = ["ci", "plan", "--environment", "dev", "--out-dir", given.outDir, "--reports", join(folder, "reports")];

  const { stdout } = await poller(words, { ...SETTINGS, TERRAFORM_BINARY_NAME: given.terraformPath });

  const report = join(folder, "reports", "batch-dev.json");
  expect(stdout).toContain("aws_sns_topic.a");
  expect(readFileSync(report, "utf8")).toContain('"stack":"batch-dev"');
  expect(readFileSync(report, "utf8")).not.toContain(CANARY);
});

it("rejects a stack with the firewall", async () => {
  const refused = poller(["ci", "firewall", "--environment", "dev", "--out-dir", given.outDir], SETTINGS);

  await expect(refused).rejects.toMatchObject({ code: 1 });
  await expect(refused).rejects.toThrow("allowed_account_ids");
});
