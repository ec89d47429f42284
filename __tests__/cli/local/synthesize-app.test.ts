import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findJobSettings, makeBuildFolder } from "../../../cli/local/synthesize-app";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-build-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("creates a folder for each run", async () => {
  const build = join(folder, "build");

  const paths = [await makeBuildFolder(build), await makeBuildFolder(build)];

  expect(new Set(paths).size).toBe(2);
});

it("explains in one line that the folder cannot be written", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");

  const made = makeBuildFolder(join(file, "build"));

  await expect(made).rejects.toMatchObject({
    name: "CliError",
    lines: [
      expect.stringMatching(/^cannot write to .*; make it writable, or pass --cdktf-out with synthesized stacks$/),
    ],
  });
});

it("finds the settings of the job, without empty ones and without those of AWS", () => {
  const environment = {
    JOB_IMAGE: "mine:1",
    JOB_COMMAND: "",
    JOB_ROLE_POLICY: "{}",
    AWS_REGION: "eu-west-1",
    PATH: "/bin",
  };

  expect(findJobSettings(environment)).toEqual({ JOB_IMAGE: "mine:1" });
});
