import { resolveGivenPath } from "../../input/resolve-given-path";
import type { CliContext } from "../../cli-context";
import { synthesizeInto } from "../../state/synthesized-stack";
import type { EnvironmentOptions } from "./ci-options";
import { findTree } from "./git-tree";
import { writeOutputs } from "./step-output";
import { writeWaves, type WavesOptions } from "./waves";

export type SynthOptions = EnvironmentOptions & WavesOptions;

/**
 * Writes the stacks of an environment as `cdktf synth` does, in a third of its time, and tells later steps about them:
 * in which order they can be applied, and from which sources they are.
 * @returns exit code
 * @throws CliError for settings that are missing or wrong, and for more waves than the workflow has jobs for
 */
export async function synthesize(options: SynthOptions, context: CliContext): Promise<number> {
  const tree = await findTree(context);
  await synthesizeInto(resolveGivenPath(options.outDir, context.environment), [], options.environment, context);
  await writeOutputs(context, { tree });
  return writeWaves(options, context);
}
