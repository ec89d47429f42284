import { resolveGivenPath } from "../../input/resolve-given-path";
import type { CliContext } from "../../cli-context";
import { EXIT_CODE } from "../../exit-code";
import { synthesizeInto } from "../../state/synthesized-stack";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";
import { listStacks } from "./stack-folder";

export type SynthOptions = EnvironmentOptions & OutDirOptions;

/**
 * Synthesizes the stacks of an environment, like `cdktf synth` in a third of the time, and prints those that
 * pipelines apply, in their order.
 * @returns exit code
 * @throws CliError for missing or invalid settings
 */
export async function synthesize(options: SynthOptions, context: CliContext): Promise<number> {
  await synthesizeInto(resolveGivenPath(options.outDir, context.environment), [], options.environment, context);
  for (const name of await listStacks(options, context)) context.stdout.write(`${name}\n`);
  return EXIT_CODE.succeeded;
}
