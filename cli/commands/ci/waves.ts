import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseManifest, planWaves } from "reviewed-terraform";
import { CliError } from "../../cli-error";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { resolveGivenPath } from "../../input/resolve-given-path";
import { createScreen } from "../../screen";
import type { OutDirOptions } from "./ci-options";
import { isDelivered } from "./stack-folder";
import { writeOutputs } from "./step-output";

export interface WavesOptions extends OutDirOptions {
  /** Number of waves for which the workflow has jobs. */
  readonly maxWaves: number;
}

/**
 * Writes the order in which pipelines can apply the stacks.
 * @returns exit code
 * @throws CliError when there are more waves than workflow jobs, which would skip the last waves silently
 */
export async function writeWaves(options: WavesOptions, context: CliContext): Promise<number> {
  const { outDir, maxWaves } = options;
  const file = join(resolveGivenPath(outDir, context.environment), "manifest.json");
  const text = await readFile(file, "utf8").catch((error: unknown): never => {
    throw new CliError([`there is no manifest.json in ${outDir}; run: npm run synth`], { cause: error });
  });
  const manifest = parseManifest(text);
  const stacks = [...manifest.keys()].filter(isDelivered).sort();
  const waves = planWaves(manifest, stacks);
  if (waves.length > maxWaves)
    throw new CliError([
      `the stacks need ${waves.length} waves, but there are jobs for ${maxWaves}; add jobs to the workflow and raise --max-waves`,
    ]);
  await writeOutputs(context, { waves: JSON.stringify(waves), stacks: JSON.stringify(stacks) });
  if (options.json === true) createScreen(context, options).result({ waves, stacks });
  else context.stdout.write(waves.map((wave, index) => `${index + 1}. ${wave.join(", ")}\n`).join(""));
  return EXIT_CODE.succeeded;
}
