import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const root = join(__dirname, "..", "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poller-lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the script with a stand-in for Terraform. */
function lock(terraform: string, args: readonly string[]) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${terraform}\n`);
  chmodSync(join(bin, "terraform"), 0o755);
  // The provider that is synthesized with may not know the runtime of npm run node-24.
  const environment = {
    ...process.env,
    LAMBDA_RUNTIME: undefined,
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
  };
  const out = join(folder, "out");
  mkdirSync(out);
  const end = spawnSync("node", ["tools/lock-providers.mjs", ...args.map((word) => word.replace("OUT", out))], {
    cwd: root,
    env: environment,
    encoding: "utf8",
  });
  return { ...end, files: readdirSync(out), read: (file: string) => readFileSync(join(out, file), "utf8") };
}

describe("npm run providers:lock", () => {
  it("writes a lock file for each kind of stack, with all platforms", () => {
    const { status, files, read } = lock('echo "$@" > .terraform.lock.hcl', ["--out", "OUT"]);

    expect(status).toBe(0);
    expect(files).toEqual(["batch.lock.hcl", "job-poller.lock.hcl", "state-backend.lock.hcl"]);
    expect(read("batch.lock.hcl")).toBe(
      "providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64\n",
    );
  });

  it("writes nothing if one stack cannot be locked, and reports the stack and the reason", () => {
    const terraform =
      'case "$PWD" in */job-poller-dev) echo "│ Error: no registry" >&2; exit 1;; esac; touch .terraform.lock.hcl';

    const { status, stderr, files } = lock(terraform, ["--out", "OUT"]);

    expect(status).toBe(1);
    expect(stderr).toContain(
      "cannot lock the providers of job-poller (is the registry within reach?): no registry; nothing was written\n",
    );
    expect(files).toEqual([]);
  });

  it("writes to providers/ only with all platforms", () => {
    const { status, stderr } = lock("exit 0", ["--platform", "linux_amd64"]);

    expect(status).toBe(1);
    expect(stderr).toBe(
      "providers:lock: lock files in providers/ need linux_arm64, darwin_arm64 too; nothing was written\n",
    );
  });
});

it("reports the required Python version if there is none", () => {
  const requirements = "tools/verify/requirements.txt";

  const { status, stderr } = spawnSync(process.execPath, ["tools/python-venv.mjs", "none", requirements], {
    cwd: root,
    env: { PATH: folder },
    encoding: "utf8",
  });

  expect(status).toBe(1);
  expect(stderr).toBe("needs Python 3.10 or later in PATH, found no python3; install it\n");
});
