import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError } from "reviewed-terraform";
import { CliError } from "../../../cli/cli-error";
import { deployStacks, type DeployOptions } from "../../../cli/deploy/deploy";
import { planSynthesized, type PlanOptions } from "../../../cli/deploy/plan";
import type { SynthesizedStack } from "../../../cli/state/synthesized-stack";
import { givenProgram } from "../given-program";
import { givenS3, type GivenS3 } from "../given-s3";
import { givenContext } from "../memory-context";

/**
 * Fake Terraform in the folder of a stack. Records its arguments, shows `plan.json` and applies by the script
 * `apply`. A script `plan-1`, `plan-2`... replaces the plan of that number, and may print `-json` output.
 */
const FAKE = `
echo "$(basename "$PWD") $*" >> "$(dirname "$0")/asked"
case "$1" in
  plan)
    count=$(($(cat plan-count 2>/dev/null || echo 0) + 1)); echo $count > plan-count
    touch stack.tfplan
    [ -e "plan-$count" ] && { . "./plan-$count"; exit; }
    [ -e nothing ] && exit 0; case "$*" in *detailed*) exit 2;; esac;;
  show) cat "plan-$(cat plan-count).json" 2>/dev/null || cat plan.json;;
  apply) . ./apply;;
esac`;

export interface GivenChange {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly after?: object;
  readonly before?: object;
  readonly importId?: string;
}

const planOf = (changes: readonly GivenChange[]): string =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: changes.map(({ address, actions = ["create"], after = {}, before, importId }) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: { actions, before, after, ...(importId === undefined ? {} : { importing: { id: importId } }) },
    })),
  });

/** A shell command that writes a message of `terraform apply -json`. */
export const message = (type: string, addr: string, more: object = {}, action = "create"): string =>
  `echo '${JSON.stringify({ type, hook: { resource: { addr }, action, ...more } })}'`;

/** Two synthesized stacks, of which job-poller depends on batch, an S3 with their states' bucket, and a Terraform. */
export async function givenDeploy() {
  const s3: GivenS3 = await givenS3();
  s3.buckets.add("state");
  const program = givenProgram(FAKE);
  const outDir = program.folder;
  const folder = (stack: string): string => join(outDir, "stacks", stack);
  const stacks = ["job-poller", "batch"].map((part): SynthesizedStack => {
    const name = `${part}-dev`;
    const state = { bucket: "state", key: `dev/${part}.tfstate`, region: "us-east-1" };
    mkdirSync(folder(name), { recursive: true });
    return {
      name,
      part,
      environment: "dev",
      state,
      json: {
        terraform: { backend: { s3: state } },
        provider: {
          aws: [{ region: "us-east-1", allowed_account_ids: ["1"], default_tags: [{ tags: { Stack: name } }] }],
        },
      },
    };
  });
  const manifest = Object.fromEntries(
    stacks.map(({ name }) => [
      name,
      {
        name,
        workingDirectory: `stacks/${name}`,
        synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
        dependencies: name === "job-poller-dev" ? ["batch-dev"] : [],
      },
    ]),
  );
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify({ stacks: manifest }));
  const write = (stack: string, file: string, text: string): void => {
    writeFileSync(join(folder(stack), file), text);
  };
  for (const { name } of stacks) {
    write(name, "plan.json", planOf([]));
    write(name, "nothing", "");
  }
  return {
    s3,
    folder,
    write,
    /** Has a stack planned to change, and applied by a script. */
    set: (stack: string, changes: readonly GivenChange[], apply: readonly string[] = []): void => {
      write(stack, "plan.json", planOf(changes));
      write(stack, "apply", apply.join("\n"));
      rmSync(join(folder(stack), "nothing"), { force: true });
    },
    setPlan: (stack: string, number: number, changes: readonly GivenChange[], script = "exit 2"): void => {
      write(stack, `plan-${number}.json`, planOf(changes));
      write(stack, `plan-${number}`, script);
    },
    asked: (): string[] => {
      try {
        return readFileSync(join(program.folder, "asked"), "utf8").trim().split("\n");
      } catch {
        return [];
      }
    },
    run: async (more: Partial<DeployOptions> = { yes: true }, { stdinText = "", isTTY = false } = {}) => {
      const given = givenContext({ environment: { PATH: process.env["PATH"] }, isTTY, stdinText });
      const context = { ...given, stdin: Object.assign(given.stdin, { isTTY }) };
      const options = { environment: "dev", color: false, ...more };
      const end = await deployStacks(stacks, outDir, program.path, options, context).catch((error: unknown) =>
        error instanceof CliError || error instanceof DeliveryError ? error.lines : error,
      );
      return { end, stdout: context.stdout.text, stderr: context.stderr.text };
    },
    plan: async (more: Partial<PlanOptions> = {}) => {
      const context = givenContext({ environment: { PATH: process.env["PATH"] } });
      const options = { environment: "dev", color: false, ...more };
      const planned = planSynthesized({ stacks, outDir, command: program.path }, options, context);
      const end = await planned.catch((error: unknown) =>
        error instanceof CliError || error instanceof DeliveryError ? error.lines : error,
      );
      return { end, stdout: context.stdout.text, stderr: context.stderr.text };
    },
    remove: async (): Promise<void> => {
      program.remove();
      await s3.close();
    },
  };
}
