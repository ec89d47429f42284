import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { findTerraform, parseManifest, planWaves, Terraform } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { parseStack, type SynthesizedStack } from "../../state/synthesized-stack";
import { STACK_FILE } from "../../terraform/open-terraform";
import { placeOf } from "../../terraform/terraform-place";
import type { OutDirOptions } from "./ci-options";

/** Part that only `poller bootstrap` changes, with a person's credentials. */
const BOOTSTRAP_PART = "state-backend";

/** A stack in its folder, from cdktf or from an artifact. */
export interface StackFolder {
  readonly stack: SynthesizedStack;
  /** Folder of cdk.tf.json and its assets. */
  readonly path: string;
  /** Content of cdk.tf.json. */
  readonly config: string;
}

/** Whether pipelines apply the stack. */
export const isDelivered = (stackName: string): boolean => !stackName.startsWith(`${BOOTSTRAP_PART}-`);

/** Lists the stacks that pipelines apply, in the order of their dependencies. @throws CliError without a manifest */
export async function listStacks({ outDir }: OutDirOptions, { environment }: CliContext): Promise<string[]> {
  const file = join(resolveGivenPath(outDir, environment), "manifest.json");
  const text = await readFile(file, "utf8").catch((error: unknown): never => {
    throw new CliError([`there is no manifest.json in ${outDir}; run: npm run synth`], { cause: error });
  });
  const manifest = parseManifest(text);
  return planWaves(manifest, [...manifest.keys()].filter(isDelivered).sort()).flat();
}

/** Reads the stacks that pipelines apply, in the order of their dependencies. @throws CliError as for one stack */
export async function readStackFolders(options: OutDirOptions, context: CliContext): Promise<StackFolder[]> {
  const names = await listStacks(options, context);
  return Promise.all(names.map((name) => readStackFolder(name, options, context)));
}

/** Reads a stack. @throws CliError for a stack that does not exist or that pipelines do not apply */
export async function readStackFolder(
  stackName: string,
  { outDir }: OutDirOptions,
  { environment }: CliContext,
): Promise<StackFolder> {
  const stacksPath = join(resolveGivenPath(outDir, environment), "stacks");
  const [, part = "", environmentName = ""] = /^([a-z][a-z-]*)-([a-z]+)$/.exec(stackName) ?? [];
  const path = join(stacksPath, stackName);
  const config = part === "" ? undefined : await readFile(join(path, STACK_FILE), "utf8").catch(() => undefined);
  if (config === undefined) throw new CliError([await describeMissing(stackName, stacksPath, outDir)]);
  if (!isDelivered(stackName))
    throw new CliError([
      `${stackName} is not applied by pipelines; run: npm run poller -- bootstrap --environment ${environmentName}`,
    ]);
  return { stack: parseStack(config, part, environmentName), path, config };
}

async function describeMissing(stackName: string, stacksPath: string, outDir: string): Promise<string> {
  const names = (await readdir(stacksPath).catch(() => [])).filter(isDelivered).sort();
  const there = names.length === 0 ? "no stacks; run: npm run synth" : names.join(", ");
  return `there is no stack ${stackName} in ${outDir}; found ${there}`;
}

/** Opens Terraform in the folder of a stack. @throws CliError when Terraform is missing or too old */
export async function openStackTerraform({ stack, path }: StackFolder, context: CliContext): Promise<Terraform> {
  return new Terraform({ command: await findTerraform(context), folder: path, place: placeOf(stack), context });
}
