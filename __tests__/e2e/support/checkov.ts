import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clone } from "./clone";
import { runCommand, type CommandEnd } from "./command";
import { installCheckov } from "./python";

const root = join(__dirname, "..", "..", "..");

/**
 * Compares the checkov findings in the plans of these stacks, `tf.plan` in their folders, with
 * docs/reference/checkov.md.
 * @returns the result of tools/compare-checkov.mjs
 */
export async function compareCheckov(clone: Clone, stacks: readonly string[]): Promise<CommandEnd> {
  const programs = await installCheckov();
  const files: string[] = [];
  for (const stack of stacks) {
    const { stdout } = await clone.terraform(stack, ["show", "-json", "tf.plan"]);
    const file = join(clone.path, `${stack}.plan.json`);
    await writeFile(file, stdout);
    files.push("-f", file);
  }
  // Prevents checkov from requesting descriptions from its vendor's server.
  const environment = { ...process.env, BC_SKIP_MAPPING: "TRUE" };
  const options = ["--framework", "terraform_plan", "--skip-download", "--soft-fail", "--quiet", "--compact"];
  const { stdout } = await runCommand(join(programs, "checkov"), [...options, ...files, "-o", "json"], {
    cwd: clone.path,
    environment,
  });
  const result = join(clone.path, "checkov.json");
  await writeFile(result, stdout);
  return runCommand("node", ["tools/compare-checkov.mjs", result], { cwd: root, environment });
}
