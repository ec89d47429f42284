import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** Exit code of the check for a commit message. */
const check = (message: string): number | null =>
  spawnSync(process.execPath, ["node_modules/@commitlint/cli/cli.js"], { cwd: ROOT, input: message }).status;

it("accepts a conventional message that begins with an API and contains a long URL", () => {
  expect(check(`fix(check-job): DescribeJobs may lag\n\nSee https://docs.aws.amazon.com/${"x".repeat(100)}`)).toBe(0);
});

it.each(["Fix the build", "change: no such type"])("rejects %j", (message) => {
  expect(check(message)).toBe(1);
});
