import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPoller } from "../../../../cli/run-poller";
import { givenProgram } from "../../given-program";
import { givenS3, givenState, type GivenS3 } from "../../given-s3";
import { givenContext } from "../../memory-context";

/** A secret that must not come out anywhere. */
/** Settings of every run. */
export const SETTINGS = { AWS_REGION: "us-east-1", AWS_ACCOUNT_ID: "123456789012" };

export const CANARY = "canary-S3cr3t-value-that-no-output-may-show";

/**
 * Fake Terraform. Records its arguments. Shows the plan in `plan.json`; after an apply, the one in
 * `plan-after.json`; with imports, the one in `plan-recovered.json`. Applies as `apply.jsonl` and `apply-exit`
 * specify.
 */
const FAKE = `
here="$(dirname "$0")"
case "$1" in version) echo '{"terraform_version":"1.11.4"}'; exit;; esac
echo "$*" >> "$here/asked"
if [ -e "$here/applied" ]; then plan=plan-after
elif grep -q '"to"' recovery.tf.json 2>/dev/null; then plan=plan-recovered
else plan=plan; fi
case "$1" in
  init) [ -e "$here/init-error" ] && { cat "$here/init-error" >&2; exit 1; }; exit 0;;
  plan) name="$here/plan-error-$(basename "$PWD")"; [ -e "$name" ] && { cat "$name" >&2; exit 1; }
    [ -e "$here/plan-error" ] && { cat "$here/plan-error" >&2; exit 1; }; echo ${CANARY} > stack.tfplan
    grep -q '"output_changes":{}' "$here/$plan.json" && ! grep -qE '"actions":\\["(c|d|u|f)|"importing"' "$here/$plan.json" && exit 0
    case "$*" in *-detailed-exitcode*) exit 2;; esac
    exit 0;;
  apply)
    [ -e stack.tfplan ] || exit 9
    touch "$here/applied"
    cat "$here/apply.jsonl"
    exit "$(cat "$here/apply-exit")";;
  show) cat "$here/$plan.json";;
esac`;

export interface GivenStacks {
  readonly s3: GivenS3;
  /** cdktf.out */
  readonly outDir: string;
  /** Folder of batch-dev. */
  readonly stackPath: string;
  /** The stand-in for Terraform. */
  readonly terraformPath: string;
  /** A folder for whatever a test writes. */
  readonly path: string;
  /** Sets the stacks in the manifest. */
  setStacks(...names: readonly string[]): void;
  /** Output of `show -json` before and after an apply. */
  setPlans(plan: object, after?: object): void;
  setApply(lines: readonly object[], exitCode: number): void;
  /** A file of the fake's, like `plan-error`. */
  set(name: string, text: string): void;
  /** Arguments of the Terraform calls. */
  asked(): string[];
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ran>;
  /** GitHub files written by {@link run}. */
  github(name: "summary" | "output" | "env"): string;
  remove(): Promise<void>;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LOCATION = { bucket: "state", key: "dev/batch.tfstate", region: "us-east-1" };

/** Tags of the stacks' resources. */
export const TAGS = { Stack: "batch-dev" };

/** Two synthesized stacks, an S3 with the bucket of their states, and a stand-in for Terraform. */
export async function givenStacks(): Promise<GivenStacks> {
  const s3 = await givenS3();
  s3.buckets.add("state");
  const terraform = givenProgram(FAKE);
  const path = mkdtempSync(join(tmpdir(), "poller-test-"));
  const outDir = join(path, "cdktf.out");
  const stackPath = join(outDir, "stacks", "batch-dev");
  for (const name of ["batch-dev", "job-poller-dev", "state-backend-dev"]) writeStack(outDir, name);
  writeManifest(outDir, ["state-backend-dev", "batch-dev", "job-poller-dev"]);
  const file = (name: string): string => join(terraform.folder, name);
  const given: GivenStacks = {
    s3,
    outDir,
    stackPath,
    terraformPath: terraform.path,
    path,
    set: (name, text) => {
      writeFileSync(file(name), text);
    },
    setStacks: (...names) => {
      writeManifest(outDir, names);
    },
    setPlans: (plan, after = givenPlan([])) => {
      given.set("plan.json", JSON.stringify(plan));
      given.set("plan-after.json", JSON.stringify(after));
    },
    setApply: (lines, exitCode) => {
      given.set("apply.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      given.set("apply-exit", String(exitCode));
    },
    asked: () => read(file("asked")).trim().split("\n"),
    run: async (args, environment = {}) => {
      const { PATH, HOME } = process.env;
      const context = givenContext({
        environment: {
          PATH,
          HOME,
          ...SETTINGS,
          TERRAFORM_BINARY_NAME: terraform.path,
          GITHUB_STEP_SUMMARY: join(path, "summary"),
          GITHUB_OUTPUT: join(path, "output"),
          GITHUB_ENV: join(path, "env"),
          ...environment,
        },
      });
      const exitCode = await runPoller(["ci", ...args], context);
      return { exitCode, stdout: context.stdout.text, stderr: context.stderr.text };
    },
    github: (name) => read(join(path, name)),
    remove: async () => {
      rmSync(path, { recursive: true });
      terraform.remove();
      await s3.close();
    },
  };
  given.setPlans(givenPlan([]));
  given.setApply([], 0);
  s3.objects.set("state/dev/batch.tfstate", givenState({}));
  return given;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function writeStack(outDir: string, name: string): void {
  const folder = join(outDir, "stacks", name);
  mkdirSync(folder, { recursive: true });
  const aws = [{ region: "us-east-1", allowed_account_ids: ["1"], default_tags: [{ tags: TAGS }] }];
  const json = { terraform: { backend: { s3: LOCATION } }, provider: { aws } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
}

function writeManifest(outDir: string, names: readonly string[]): void {
  const stack = (name: string) => ({
    name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    dependencies: name === "job-poller-dev" ? ["batch-dev"] : [],
  });
  const stacks = Object.fromEntries(names.map((name) => [name, stack(name)]));
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify({ stacks }));
}

export interface GivenResource {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly afterUnknown?: object;
  readonly importId?: string;
  /** Whether the object is tainted, so that Terraform replaces it. */
  readonly isTainted?: boolean;
}

/** A plan as `terraform show -json` writes it. */
export const givenPlan = (resources: readonly GivenResource[]): object => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  resource_changes: resources.map(
    ({ address, actions, before = null, after = null, afterUnknown = {}, importId, isTainted = false }) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: {
        actions,
        before,
        after,
        after_unknown: afterUnknown,
        before_sensitive: {},
        after_sensitive: {},
        ...(importId === undefined ? {} : { importing: { id: importId } }),
      },
      ...(isTainted ? { action_reason: "replace_because_tainted" } : {}),
    }),
  ),
  output_changes: {},
});

/** Messages of `terraform apply -json` about one resource. */
export const givenApplied = (address: string, action: string, end: "apply_complete" | "apply_errored"): object[] =>
  ["apply_start", end].map((type) => ({ type, "@message": "", hook: { resource: { addr: address }, action } }));
