import { codeBlock } from "reviewed-terraform";
import type { CliContext } from "../../cli-context";
import { digestOf, findResources } from "../../deploy/environment-resources";
import { EXIT_CODE } from "../../exit-code";
import { createScreen } from "../../screen";
import { readConfig } from "../../state/read-config";
import { synthesizeStacks } from "../../state/synthesized-stack";
import type { EnvironmentOptions } from "./ci-options";
import { appendSummary, writeOutputs } from "./step-output";

/** Lists the resources that `poller destroy` would delete, and outputs their digest for it. @returns exit code */
export async function listResources(options: EnvironmentOptions, context: CliContext): Promise<number> {
  const { deployedParts } = readConfig(options.environment, context);
  const stacks = await synthesizeStacks(deployedParts, options.environment, context);
  const resources = await findResources(stacks);
  const digest = digestOf(resources);
  await writeOutputs(context, { digest });
  if (options.json === true) {
    createScreen(context, options).result({ digest, resources });
    return EXIT_CODE.succeeded;
  }
  const lines = resources.flatMap(({ stack, addresses }) => [
    `${stack}: ${addresses.length} resources`,
    ...addresses.map((address) => `- ${address}`),
  ]);
  await appendSummary(context, `## To be destroyed\n\n${codeBlock("diff", lines.join("\n"))}`);
  context.stdout.write(`${lines.join("\n")}\n${digest}\n`);
  return EXIT_CODE.succeeded;
}
