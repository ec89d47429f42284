import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FOLDER_VARIABLE } from "../../testing/temporary-files";

const PROGRAM = join(__dirname, "..", "..", "node_modules", "jest", "bin", "jest.js");

it("sets the temporary folder of tests and their child processes to the folder of the run", () => {
  const { stdout } = spawnSync(process.execPath, ["-p", "os.tmpdir()"], { encoding: "utf8" });

  expect([tmpdir(), stdout.trim()]).toEqual([process.env[FOLDER_VARIABLE], process.env[FOLDER_VARIABLE]]);
});

it("removes all temporary files after a run, including those of cdktf's Testing", () => {
  const temporary = mkdtempSync(join(tmpdir(), "machine-"));
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, "__tests__/constructs/job-poller/code-check.test.ts", "--cacheDirectory", join(temporary, "cache")],
      { encoding: "utf8", env: { ...process.env, TMPDIR: temporary } },
    );

    expect(stderr).toContain("1 passed, 1 total");
    expect({ status, left: readdirSync(temporary) }).toEqual({ status: 0, left: ["cache"] });
  } finally {
    rmSync(temporary, { recursive: true });
  }
});
