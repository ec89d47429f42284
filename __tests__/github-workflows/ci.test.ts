import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";
import { readText, WORKFLOWS } from "./workflow-files";

const workflow = WORKFLOWS["ci.yml"];
const jobs = workflow?.jobs ?? {};
const { tier, check } = jobs;

it("runs the tiers of .ci/run, each with the same command", () => {
  const listed = execFileSync("bash", [join(__dirname, "..", "..", ".ci", "run"), "--list"], { encoding: "utf8" });

  expect(tier?.strategy?.matrix["tier"]).toEqual(listed.trim().split("\n"));
  const runs = tier?.steps.find(({ run }) => run?.startsWith(".ci/run"));
  expect([runs?.run, runs?.env["TIER"]]).toEqual(['.ci/run "$TIER"', "${{ matrix.tier }}"]);
});

it("has a tier for each test configuration, except those that .ci/run omits", () => {
  const commands = readText(".ci/run");
  const { scripts } = z.object({ scripts: z.looseObject({}) }).parse(JSON.parse(readText("package.json")));

  const tests = Object.keys(scripts).filter((name) => name === "verify" || name.startsWith("test:"));
  expect(tests.filter((name) => !commands.includes(`npm run ${name} `))).toEqual([
    // Part of the tier unit, as `npm test -- --coverage`.
    "test:coverage",
    // Half an hour.
    "test:mutations",
    // Requires a second program; docs/opentofu.md.
    "test:opentofu",
  ]);
});

it("runs for each pull request, merge group and push to main", () => {
  expect(workflow?.on).toEqual({
    pull_request: null,
    push: { branches: ["main"] },
    merge_group: { types: ["checks_requested"] },
  });
});

it("has no credentials and no environment", () => {
  expect(Object.values(jobs).map(({ permissions, environment }) => [permissions, environment])).toEqual([
    [{ contents: "read" }, undefined],
    [{}, undefined],
  ]);
});

it("requires each job in the job Check, which no result skips", () => {
  expect(check?.name).toBe("Check");
  expect([check?.needs].flat().sort()).toEqual(Object.keys(jobs).filter((name) => name !== "check"));
  expect(check?.if).toBe("always()");
  expect(tier?.if).toBeUndefined();
});

it.each(["success", "failure", "cancelled", "skipped", ""])("passes only after success: %s", (result) => {
  const [step] = check?.steps ?? [];
  const run = (): unknown =>
    execFileSync("bash", ["-e", "-o", "pipefail", "-c", step?.run ?? "exit 9"], {
      env: { ...process.env, RESULT: result, GITHUB_STEP_SUMMARY: "/dev/null" },
      stdio: "pipe",
    });

  if (result === "success") expect(run).not.toThrow();
  else expect(run).toThrow("Command failed");
});
