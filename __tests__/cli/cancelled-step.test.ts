import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../cli/local/project-root";
import { waitUntil } from "../../testing/wait-until";
import { givenProgram } from "./given-program";
import { givenStacks, SETTINGS, type GivenStacks } from "./commands/ci/given-stacks";

/** Fake Terraform: a plan ends a second after SIGINT, and immediately after a second signal. */
const SLOW_TO_STOP = `
here="$(dirname "$0")"
case "$1" in
  version) echo '{"terraform_version":"1.11.4"}';;
  plan)
    stop() { trap 'echo lost >> "$here/signals"; exit 9' INT TERM; sleep 1; echo saved >> "$here/signals"; exit 1; }
    trap stop INT TERM
    touch "$here/ready"
    while :; do sleep 0.05; done;;
esac`;

let given: GivenStacks;
beforeEach(async () => {
  given = await givenStacks();
});
afterEach(() => given.remove());

it.each([
  ["SIGINT", "SIGTERM"],
  ["SIGTERM", "SIGINT"],
] as const)(
  "sends Terraform one SIGINT when %s and %s arrive",
  async (first, second) => {
    const terraform = givenProgram(SLOW_TO_STOP);
    const command = `exec node --import tsx cli/main.ts ci plan --environment dev --out-dir ${given.outDir} --reports ${join(given.path, "reports")}`;
    const child = spawn("bash", ["-e", "-o", "pipefail", "-c", `true\n${command}`], {
      cwd: PROJECT_ROOT,
      env: { ...SETTINGS, PATH: process.env["PATH"], HOME: process.env["HOME"], TERRAFORM_BINARY_NAME: terraform.path },
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const end = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        resolve({ code, signal });
      });
    });
    await waitUntil("Terraform plans", () => existsSync(join(terraform.folder, "ready")));

    child.kill(first);
    child.kill(second);

    await expect(end).resolves.toEqual({ code: 1, signal: null });
    expect(readFileSync(join(terraform.folder, "signals"), "utf8")).toBe("saved\n");
    expect(stderr).toBe("poller: interrupted during terraform plan; run the same command again to continue\n");
    terraform.remove();
  },
  60_000,
);
