// Writes providers/KIND.lock.hcl for each kind of stack: the checksums of its Terraform providers on every platform that
// plans or deploys. Needs Terraform and its registry. All files are written, or none: half a lock would lock others out.
// From a folder of providers, to try it: npm run providers:lock -- --fs-mirror FOLDER --platform linux_amd64 --out FOLDER
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_arm64"];
/** Providers and their versions are the same whatever the settings are. */
const SETTINGS = { DEPLOY_ENVIRONMENT: "dev", AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const committed = join(root, "providers");
const work = join(root, "build", "providers");

function fail(message) {
  process.stderr.write(`providers:lock: ${message}; nothing was written\n`);
  process.exit(1);
}

function run(command, args, cwd, environment, problem) {
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_CLI_ARGS: "-no-color",
    ...environment,
  };
  const { status, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status === 0) return;
  const [reason] = /^.*Error: .*$/m.exec(stderr ?? "") ?? [error?.message ?? `${command} ended with ${status}`];
  fail(`${problem}: ${reason.replace(/^.*Error: /, "")}`);
}

/** Folders with cdk.tf.json, by the kind of stack: its name without the environment. */
function synthesize() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  run("node", ["scripts/build-lambdas.mjs"], root, {}, "cannot build the Lambda functions");
  const environment = { ...SETTINGS, CDKTF_OUTDIR: work };
  run("node", ["--import", "tsx", "main.ts"], root, environment, "cannot synthesize the stacks");
  return readdirSync(join(work, "stacks")).map((stack) => ({
    kind: stack.replace(/-dev$/, ""),
    folder: join(work, "stacks", stack),
  }));
}

const { values } = parseArgs({
  options: { "fs-mirror": { type: "string" }, platform: { type: "string", multiple: true }, out: { type: "string" } },
});
const platforms = values.platform ?? PLATFORMS;
const out = resolve(values.out ?? committed);
const missing = PLATFORMS.filter((platform) => !platforms.includes(platform));
if (out === committed && missing.length > 0) fail(`lock files in providers/ need ${missing.join(", ")} too`);

const stacks = synthesize();
for (const { kind, folder } of stacks) {
  process.stderr.write(`${kind}: ${platforms.join(", ")}\n`);
  const mirror = values["fs-mirror"] === undefined ? [] : [`-fs-mirror=${resolve(values["fs-mirror"])}`];
  const args = ["providers", "lock", ...platforms.map((platform) => `-platform=${platform}`), ...mirror];
  run(
    process.env.TERRAFORM_BINARY_NAME || "terraform",
    args,
    folder,
    {},
    `cannot lock the providers of ${kind} (is the registry within reach?)`,
  );
}
mkdirSync(out, { recursive: true });
for (const { kind, folder } of stacks) copyFileSync(join(folder, ".terraform.lock.hcl"), join(out, `${kind}.lock.hcl`));
process.stdout.write(`wrote ${stacks.map(({ kind }) => `${kind}.lock.hcl`).join(", ")} to ${out}\n`);
