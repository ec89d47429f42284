import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  explainTerraformError,
  findTerraform,
  productOf,
  type Product,
  runProgram,
  type ProgramEnd,
} from "reviewed-terraform";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { NO_TERMINAL } from "../confirm";
import { EXIT_CODE } from "../exit-code";
import { PROJECT_ROOT } from "../local/project-root";
import { saySynthesizing } from "../say-busy";
import { createScreen } from "../screen";
import { checkStates } from "../state/remote-state";
import { synthesizeStacks, type SynthesizedStack } from "../state/synthesized-stack";
import { placeOf } from "../terraform/terraform-place";
import type { DeployOptions } from "./deploy";
import { digestOf, findResources } from "./environment-resources";
import { findJournal, journalUrl } from "./journal";
import { renderDestroyed } from "./render-deployed";
import { WithoutPlan } from "./hide-plan-output";

export interface DestroyOptions extends DeployOptions {
  /** Digest of the resources that may be deleted, as `ci resources` outputs it. @default any */
  readonly resources?: string | undefined;
}

/** Script of the cdktf CLI. */
const CDKTF = join(PROJECT_ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf.js");

/**
 * Runs `cdktf destroy` for an environment, after checks of locks and interrupted applies.
 * @returns exit code
 * @throws CliError with a one-line explanation of a known failure
 */
export async function destroy(options: DestroyOptions, context: CliContext): Promise<number> {
  await findTerraform(context);
  saySynthesizing(options.environment, context, createScreen(context, options));
  return destroyStacks(await synthesizeStacks(DEPLOYED_PARTS, options.environment, context), options, context);
}

/** Destroys synthesized stacks. @param cdktf - script of the cdktf CLI */
export async function destroyStacks(
  stacks: readonly SynthesizedStack[],
  options: DestroyOptions,
  context: CliContext,
  cdktf = CDKTF,
): Promise<number> {
  const { environment, yes } = options;
  await checkStates(stacks);
  const found = await findResources(stacks);
  if (options.resources !== undefined && digestOf(found) !== options.resources)
    throw new CliError([
      `the states of ${environment} have changed since they were shown, so nothing was destroyed; start again, which shows the current resources`,
    ]);
  for (const { name, state } of stacks)
    if ((await findJournal(state)) !== undefined)
      throw new CliError([
        `an apply of ${name} was interrupted before it saved its state, so destroy would leave resources behind; first run: npm run deploy -- --environment ${environment}; if that fails, delete the resources it names and then ${journalUrl(state)}`,
      ]);
  const args = [
    cdktf,
    "destroy",
    ...stacks.map(({ name }) => name),
    // The lock file in cdktf.out is not committed, and creating it ignores provider mirrors.
    "--skip-provider-lock",
    "--no-color",
    ...(yes === true ? ["--auto-approve"] : []),
  ];
  const settings = {
    ...context.environment,
    DEPLOY_ENVIRONMENT: environment,
    CHECKPOINT_DISABLE: "1",
    // The clone's last deployment may use another backend.
    TF_CLI_ARGS_init: `${context.environment["TF_CLI_ARGS_init"] ?? ""} -reconfigure`.trim(),
  };
  const exitCode = await (yes === true
    ? runWatched(args, settings, options, context)
    : runOnTerminal(args, settings, context));
  // cdktf 0.21 reports success when Terraform was killed.
  await checkStates(stacks);
  const left = await findResources(stacks);
  const countOf = (resources: typeof left, index: number): number => resources[index]?.addresses.length ?? 0;
  const destroyed = stacks.map(({ name: stack }, index) => ({
    stack,
    deleted: countOf(found, index) - countOf(left, index),
    left: countOf(left, index),
  }));
  const screen = createScreen(context, options);
  if (screen.json) screen.result(destroyed);
  else screen.say(`\n${renderDestroyed(destroyed, screen.paint)}\n`);
  if (exitCode === EXIT_CODE.succeeded)
    screen.say(
      `The state bucket of ${environment} and the other bootstrap resources still exist; docs/state-backend.md explains how to delete them.`,
    );
  return exitCode;
}

async function runWatched(
  args: readonly string[],
  environment: CliContext["environment"],
  options: DeployOptions,
  context: CliContext,
): Promise<number> {
  const screen = createScreen(context, options);
  const log = new WithoutPlan((text) => {
    if (!screen.json) context.stderr.write(text);
  });
  const end = await runProgram({
    command: process.execPath,
    args,
    cwd: PROJECT_ROOT,
    // Without CI, cdktf writes every redraw of its screen to the log.
    environment: { ...environment, CI: "true" },
    interrupt: context.interrupt,
    onOutput: (text) => {
      log.add(text);
    },
  });
  log.end();
  if (end.exitCode === 0) return EXIT_CODE.succeeded;
  const { TERRAFORM_BINARY_NAME: command = "" } = environment;
  throw new CliError([explainDeployError(end, options.environment, DEPLOYED_PARTS, productOf(command).name)]);
}

/** Runs cdktf on the terminal, where it prompts for approval. */
function runOnTerminal(
  args: readonly string[],
  environment: CliContext["environment"],
  { stdin }: CliContext,
): Promise<number> {
  if (!("isTTY" in stdin && stdin.isTTY === true)) throw new CliError([NO_TERMINAL]);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: PROJECT_ROOT, env: { ...environment }, stdio: "inherit" });
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve(exitCode === 0 ? EXIT_CODE.succeeded : EXIT_CODE.notStarted);
    });
  });
}

/**
 * Explains a failure of cdktf in one line. cdktf interleaves the output of several stacks, each prefixed with its
 * stack's name.
 */
function explainDeployError(
  { stdout, stderr, exitCode, signal }: ProgramEnd,
  environment: string,
  parts: readonly string[],
  product: Product["name"],
): string {
  const output = `${stdout}\n${stderr}`;
  const part = findFailedPart(output, environment, parts);
  const place = placeOf({ name: `${part}-${environment}`, environment, part });
  return (
    explainTerraformError(output, place, product) ??
    `cdktf ended with ${signal ?? `exit code ${String(exitCode)}`}; see above`
  );
}

/** Finds the last stack named before the first error. */
function findFailedPart(output: string, environment: string, parts: readonly string[]): string {
  const before = output.slice(0, Math.max(0, output.search(/\bError: /)));
  const lastSeen = parts.map((part) => before.lastIndexOf(`${part}-${environment}  `));
  return parts[lastSeen.indexOf(Math.max(...lastSeen))] ?? parts.join(", ");
}
