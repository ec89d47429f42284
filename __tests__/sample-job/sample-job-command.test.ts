import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE_JOB_COMMAND, SAMPLE_JOB_ENVIRONMENT, SAMPLE_JOB_PARAMETERS } from "../../sample-job/sample-job-command";

/** Runs the command as a local process with `sh`; `sleep` returns immediately. */
function runSampleJob(environment: Readonly<Record<string, string>>, message: string = SAMPLE_JOB_PARAMETERS.message) {
  const folder = mkdtempSync(join(tmpdir(), "sample-job-"));
  try {
    writeFileSync(join(folder, "sleep"), "#!/bin/sh\n");
    chmodSync(join(folder, "sleep"), 0o755);
    const [, ...args] = SAMPLE_JOB_COMMAND.map((part) => (part === "Ref::message" ? message : part));
    return spawnSync("/bin/sh", args, { encoding: "utf8", env: { ...environment, PATH: folder } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the sample job", () => {
  it("prints three numbered lines and succeeds", () => {
    const { status, stdout, stderr } = runSampleJob(SAMPLE_JOB_ENVIRONMENT);

    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "step 1 of 3: working\nstep 2 of 3: working\nstep 3 of 3: working\n",
      stderr: "",
    });
  });

  it("exits with the requested code and prints it", () => {
    const { status, stderr } = runSampleJob({ EXIT_CODE: "7" });

    expect({ status, stderr }).toEqual({ status: 7, stderr: "error: asked to end with exit code 7\n" });
  });

  it("prints its message without shell interpretation", () => {
    const { stdout } = runSampleJob(SAMPLE_JOB_ENVIRONMENT, '$(exit 9) "; exit 9; `exit 9`');

    expect(stdout).toContain('step 3 of 3: $(exit 9) "; exit 9; `exit 9`\n');
  });

  it("contains no Terraform expressions", () => {
    expect(SAMPLE_JOB_COMMAND.filter((part) => /[$%]\{/.test(part))).toEqual([]);
  });
});
