import { join } from "node:path";
import { findTerraform, Terraform } from "reviewed-terraform";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { confirm, NO_TERMINAL } from "../confirm";
import { EXIT_CODE } from "../exit-code";
import { saySynthesizing } from "../say-busy";
import { createScreen, type Screen } from "../screen";
import { readConfig } from "../state/read-config";
import { checkStates, findRemoteState } from "../state/remote-state";
import { withStacks, type SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import type { DeployOptions } from "./deploy";
import { digestOf, findResources, type StackResources } from "./environment-resources";
import { findObstacles } from "./find-obstacles";
import { WithoutPlan } from "./hide-plan-output";
import { findJournal, journalUrl } from "./journal";
import { readKnownResources } from "./obstacle-search";
import { renderDestroyed } from "./render-deployed";

export interface DestroyOptions extends DeployOptions {
  /** Digest of the resources that may be deleted, as `ci resources` outputs it. @default any */
  readonly resources?: string | undefined;
}

/**
 * Synthesizes an environment and destroys its stacks.
 * @returns exit code
 * @throws CliError with a one-line explanation of a known failure
 */
export async function destroy(options: DestroyOptions, context: CliContext): Promise<number> {
  const command = await findTerraform(context);
  saySynthesizing(options.environment, context, createScreen(context, options));
  const { deployedParts } = readConfig(options.environment, context);
  return withStacks(deployedParts, options.environment, context, (stacks, outDir) =>
    destroyStacks(stacks, outDir, command, options, context),
  );
}

/**
 * Checks locks, resources and interrupted applies, asks once, and destroys synthesized stacks.
 * @param stacks - in the order in which they are deployed
 * @param outDir - folder with the stacks' folders
 * @param command - path of the terraform command
 */
export async function destroyStacks(
  stacks: readonly SynthesizedStack[],
  outDir: string,
  command: string,
  options: DestroyOptions,
  context: CliContext,
): Promise<number> {
  const { environment } = options;
  const screen = createScreen(context, options);
  await checkStates(stacks);
  const found = await findResources(stacks);
  if (options.resources !== undefined && digestOf(found) !== options.resources)
    throw new CliError([
      `the states of ${environment} have changed since they were shown, so nothing was destroyed; start again, which shows the current resources`,
    ]);
  const problems = [...(await findJournals(stacks)), ...(await findLeftovers(stacks, screen, context))];
  if (problems.length > 0) throw new CliError(problems);
  if (options.yes !== true) await approve(found, environment, context);
  for (const stack of stacks.toReversed())
    await destroyStack(
      new Terraform({ command, folder: join(outDir, "stacks", stack.name), place: placeOf(stack), context }),
      stack.name,
      screen,
      context,
    );
  const left = await findResources(stacks);
  const countOf = (resources: typeof left, index: number): number => resources[index]?.addresses.length ?? 0;
  const destroyed = stacks.map(({ name: stack }, index) => ({
    stack,
    deleted: countOf(found, index) - countOf(left, index),
    left: countOf(left, index),
  }));
  if (screen.json) screen.result(destroyed);
  else screen.say(`\n${renderDestroyed(destroyed, screen.paint)}\n`);
  screen.say(
    `The state bucket of ${environment} and the other bootstrap resources still exist; docs/state-backend.md explains how to delete them.`,
  );
  return EXIT_CODE.succeeded;
}

/** Describes the journals of interrupted applies, with advice. */
async function findJournals(stacks: readonly SynthesizedStack[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, environment, state } of stacks)
    if ((await findJournal(state)) !== undefined)
      found.push(
        `an apply of ${name} was interrupted before it saved its state, so destroy would leave resources behind; first run: npm run deploy -- --environment ${environment}; if that fails, delete the resources it names and then ${journalUrl(state)}`,
      );
  return found;
}

/** Describes what AWS would not delete, with advice, so that a destroy does not wait for it. */
async function findLeftovers(
  stacks: readonly SynthesizedStack[],
  screen: Screen,
  { interrupt }: CliContext,
): Promise<readonly string[]> {
  const [first] = stacks;
  if (first === undefined) return [];
  const states = await Promise.all(stacks.map(({ state }) => findRemoteState(state)));
  const known = readKnownResources(states.flatMap((found) => (found.kind === "state" ? found.state.resources : [])));
  const { found, unchecked } = await findObstacles({ known, region: first.state.region, interrupt });
  for (const line of unchecked) screen.say(`not checked before the destroy: ${line}`);
  if (found.length === 0) return [];
  return [
    ...found,
    `AWS would not delete these resources, so nothing was destroyed; after the commands, run the same command again`,
  ];
}

/** Shows the resources and asks for approval. @throws CliError without approval; nothing was changed */
async function approve(found: readonly StackResources[], environment: string, context: CliContext): Promise<void> {
  const lines = found.flatMap(({ stack, addresses }) => addresses.map((address) => `  ${stack}: ${address}`));
  context.stderr.write(`${[`To be destroyed (${lines.length}):`, ...lines].join("\n")}\n`);
  if (await confirm(`Destroy these resources of ${environment}?`, NO_TERMINAL, context)) return;
  throw new CliError(["cancelled; nothing was changed"]);
}

/** Runs `terraform destroy`. Shows its output without the plan. */
async function destroyStack(terraform: Terraform, name: string, screen: Screen, { stderr }: CliContext): Promise<void> {
  screen.say(`${name}: destroying`);
  const log = new WithoutPlan((text) => {
    if (!screen.json) stderr.write(text);
  });
  await terraform.init();
  await terraform
    .run(["destroy", "-input=false", "-auto-approve"], {
      onOutput: (text) => {
        log.add(text);
      },
    })
    .finally(() => {
      log.end();
    });
}
