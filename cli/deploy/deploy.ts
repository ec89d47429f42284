import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { parseManifest, planWaves } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { PROJECT_ROOT } from "../local/project-root";
import { saySynthesizing } from "../say-busy";
import { createScreen } from "../screen";
import { synthesizeInto, type SynthesizedStack } from "../state/synthesized-stack";
import { findTerraform } from "../terraform/find-terraform";
import { checkStates } from "./check-states";
import type { DeployOptions } from "./deploy-options";
import { deployStack } from "./deploy-stack";
import { renderDeployed, type DeployedStack } from "./render-deployed";

/**
 * Synthesizes an environment and applies its stacks one after another, in the order of their dependencies. Can be
 * rerun at any time.
 * @returns exit code
 * @throws CliError listing the changes that were not applied, with advice
 */
export async function deploy(options: DeployOptions, context: CliContext): Promise<number> {
  const command = await findTerraform(context);
  const outDir = join(PROJECT_ROOT, "cdktf.out");
  saySynthesizing(options.environment, context, createScreen(context, options));
  const stacks = await synthesizeInto(outDir, DEPLOYED_PARTS, options.environment, context);
  return deployStacks(stacks, outDir, command, options, context);
}

/**
 * Deploys synthesized stacks.
 * @param outDir - folder with manifest.json and the stacks' folders
 * @param command - path of the terraform command
 */
export async function deployStacks(
  stacks: readonly SynthesizedStack[],
  outDir: string,
  command: string,
  options: DeployOptions,
  context: CliContext,
): Promise<number> {
  await checkStates(stacks);
  if (options.yes !== true && !("isTTY" in context.stdin && context.stdin.isTTY === true))
    throw new CliError(["nothing was changed: approval requires a terminal; to approve without one, add --yes"]);
  const manifest = parseManifest(await readFile(join(outDir, "manifest.json"), "utf8"));
  const names = planWaves(
    manifest,
    stacks.map(({ name }) => name),
  ).flat();
  const ordered = names.flatMap((name) => stacks.filter((stack) => stack.name === name));
  const deployed: DeployedStack[] = [];
  for (const stack of ordered) {
    const rest = names.slice(deployed.length + 1);
    const folder = join(outDir, "stacks", stack.name);
    deployed.push(
      await deployStack({ stack, folder, command }, options, context).catch((error: unknown): never => {
        if (!(error instanceof CliError) || rest.length === 0) throw error;
        throw new CliError([...error.lines, `not deployed because of this error: ${rest.join(", ")}`], {
          cause: error,
        });
      }),
    );
  }
  const screen = createScreen(context, options);
  if (screen.json) screen.result(deployed);
  else screen.say(`\n${renderDeployed(deployed, screen.paint)}`);
  screen.say(`\nNext: npm run poller -- smoke --environment ${options.environment}`);
  return EXIT_CODE.succeeded;
}
