import { resolveGivenPath } from "../../input/resolve-given-path";
import type { CliContext } from "../../cli-context";
import { synthesizeInto } from "../../state/synthesized-stack";
import type { EnvironmentOptions } from "./ci-options";
import { findTree } from "./git-tree";
import { writeOutputs } from "./step-output";
import { writeWaves, type WavesOptions } from "./waves";

export type SynthOptions = EnvironmentOptions & WavesOptions;

/**
 * Synthesizes the stacks of an environment, like `cdktf synth` in a third of the time. Writes the waves and the git
 * tree of the sources as outputs for later steps.
 * @returns exit code
 * @throws CliError for missing or invalid settings, and when there are more waves than workflow jobs
 */
export async function synthesize(options: SynthOptions, context: CliContext): Promise<number> {
  const tree = await findTree(context);
  await synthesizeInto(resolveGivenPath(options.outDir, context.environment), [], options.environment, context);
  await writeOutputs(context, { tree });
  return writeWaves(options, context);
}
