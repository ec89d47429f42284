import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scripts } from "../package.json";

const ROOT = join(__dirname, "..");

let outdir: string;

beforeEach(() => {
  outdir = join(mkdtempSync(join(tmpdir(), "main-test-")), "cdktf.out");
});

afterEach(() => {
  rmSync(join(outdir, ".."), { recursive: true });
});

/** Runs main.ts like `npm run synth`, with only these settings. */
function runMain(settings: Readonly<Record<string, string>>) {
  const { status, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "main.ts"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], CDKTF_OUTDIR: outdir, ...settings },
  });
  // From 90 days before the deprecation of the runtime.
  return { status, stderr: stderr.replace(/^warning: AWS deprecates .*\n/, "") };
}

describe("main.ts", () => {
  it("synthesizes the stacks of the configured environment", () => {
    const { status, stderr } = runMain({
      DEPLOY_ENVIRONMENT: "dev",
      AWS_REGION: "us-east-1",
      AWS_ACCOUNT_ID: "123456789012",
    });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(["batch-dev", "job-poller-dev", "state-backend-dev"]);
  });

  it("prints one line for each invalid setting, without a stack trace, and writes nothing", () => {
    const { status, stderr } = runMain({ AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "1" });

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "DEPLOY_ENVIRONMENT is not set: must be dev or prod\n" +
        'AWS_ACCOUNT_ID is "1": must be the 12 digits of the AWS account to deploy to\n',
    });
    expect(existsSync(outdir)).toBe(false);
  });

  it("runs in the script synth without the CLI of cdktf, which prints errors twice", () => {
    expect(scripts.synth.split(" && ").at(-1)).toBe("CI=1 CHECKPOINT_DISABLE=1 node --require tsx/cjs main.ts");
  });
});
