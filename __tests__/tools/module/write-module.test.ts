import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..", "..");

function writeModule(out: string, environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join("tools", "write-module.ts"), "--out", out],
    { cwd: ROOT, encoding: "utf8", env: { ...process.env, WAIT_INTEGRATION: "poll", ...environment } },
  );
  return { status, stdout, stderr };
}

const givenFolder = (): string => mkdtempSync(join(tmpdir(), "write module "));

describe("npm run module", () => {
  it("writes the module with the zips of its functions, and replaces an earlier one", () => {
    const folder = join(givenFolder(), "module");

    expect(writeModule(folder, { WAIT_INTEGRATION: "events" })).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(folder, "lambdas"))).toContain("end-wait.zip");
    expect(writeModule(folder)).toMatchObject({ status: 0, stderr: "" });

    expect(readdirSync(folder).sort()).toEqual([
      "README.md",
      "lambdas",
      "main.tf.json",
      "outputs.tf.json",
      "variables.tf.json",
      "versions.tf.json",
    ]);
    expect(readdirSync(join(folder, "lambdas")).sort()).toEqual([
      "check-job.zip",
      "submit-job.zip",
      "terminate-job.zip",
    ]);
  });

  it("rejects a folder with other content, and an unknown integration", () => {
    const folder = givenFolder();
    writeFileSync(join(folder, "notes.txt"), "");
    mkdirSync(join(folder, "empty"));

    expect(writeModule(folder)).toEqual({
      status: 1,
      stdout: "",
      stderr: `module: ${folder} must be empty or contain a module (main.tf.json); choose another folder with --out\n`,
    });
    expect(existsSync(join(folder, "notes.txt"))).toBe(true);
    expect(writeModule(join(folder, "empty"), { WAIT_INTEGRATION: "lambda" })).toEqual({
      status: 1,
      stdout: "",
      stderr: "module: WAIT_INTEGRATION must be poll or sync or events, got lambda\n",
    });
  });
});
