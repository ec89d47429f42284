import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTerraform, Terraform } from "reviewed-terraform";
import type { CliContext } from "../cli-context";
import { PROJECT_ROOT } from "../local/project-root";
import type { SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "./terraform-place";

/** Name of a stack's configuration file. */
export const STACK_FILE = "cdk.tf.json";

/**
 * Opens Terraform in a separate folder below `build/`, so that cdktf.out is not affected.
 * @param synthesized - folder of the stack with its assets, which an import needs
 * @throws CliError when Terraform is missing or too old
 */
export async function openTerraform(
  stack: SynthesizedStack,
  context: CliContext,
  synthesized?: string,
): Promise<Terraform> {
  const command = await findTerraform(context);
  const folder = synthesized ?? join(PROJECT_ROOT, "build", "terraform", stack.name);
  if (synthesized === undefined) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, STACK_FILE), JSON.stringify(stack.json));
  }
  return new Terraform({
    command,
    folder,
    place: placeOf(stack),
    context,
  });
}
