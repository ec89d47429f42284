import { resolveGivenPath } from "../../input/resolve-given-path";
import type { CliContext } from "../../cli-context";
import { CliError } from "../../cli-error";
import { EXIT_CODE } from "../../exit-code";
import { readConfig } from "../../state/read-config";
import { synthesizeInto, synthesizeProject } from "../../state/synthesized-stack";
import type { EnvironmentOptions, OutDirOptions } from "./ci-options";
import { listStacks } from "./stack-folder";

export interface SynthOptions extends EnvironmentOptions, OutDirOptions {
  /** Folder of another project whose stacks are synthesized. @default this project */
  readonly project?: string | undefined;
}

/**
 * Synthesizes the stacks of an environment, like `cdktf synth` in a third of the time, and prints those that
 * pipelines apply, in their order.
 * @returns exit code
 * @throws CliError for missing or invalid settings, or for stacks that are not those of the settings
 */
export async function synthesize(options: SynthOptions, context: CliContext): Promise<number> {
  const { environment, project } = options;
  const path = resolveGivenPath(options.outDir, context.environment);
  if (project === undefined) await synthesizeInto(path, [], environment, context);
  else await synthesizeProject(resolveGivenPath(project, context.environment), path, environment, context);
  const names = await listStacks(options, context);
  checkNames(names, environment, context);
  for (const name of names) context.stdout.write(`${name}\n`);
  return EXIT_CODE.succeeded;
}

/** @throws CliError when there are other stacks than those whose states the roles of the workflows can access */
function checkNames(names: readonly string[], environment: string, context: CliContext): void {
  const expected = readConfig(environment, context).deployedParts.map((part) => `${part}-${environment}`);
  if ([...names].sort().join() === [...expected].sort().join()) return;
  throw new CliError([
    `the stacks are ${names.join(", ")}, but must be ${expected.join(", ")}; set DEPLOYED_STACKS to their names without -${environment}, and run bootstrap again`,
  ]);
}
