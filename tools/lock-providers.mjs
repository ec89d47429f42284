// Writes providers/KIND.lock.hcl for each kind of stack: the provider checksums for every platform that plans or
// deploys. Requires Terraform and access to its registry. Writes all files or none, because a partial lock would
// block the others. To test it with a filesystem mirror: npm run providers:lock -- --fs-mirror FOLDER --platform
// linux_amd64 --out FOLDER
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_arm64"];
/** Any valid settings; they do not affect the providers and their versions. */
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

/** Returns the stack folders by kind of stack: its name without the environment. */
function synthesize() {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  run("node", ["tools/build-lambdas.mjs"], root, {}, "cannot build the Lambda functions");
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
