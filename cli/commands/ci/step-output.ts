import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { CliContext } from "../../cli-context";
import { isWorkflowStep } from "../../workflow-commands";

/** Adds Markdown to the summary of the job. @returns whether there is one: off GitHub there is none */
export async function appendSummary({ environment }: CliContext, markdown: string): Promise<boolean> {
  const { GITHUB_STEP_SUMMARY: file = "" } = environment;
  if (file === "") return false;
  await appendFile(file, `${markdown.trimEnd()}\n\n`);
  return true;
}

/** Hands values on to later steps and jobs, as `steps.ID.outputs.NAME`; off GitHub to nobody. */
export async function writeOutputs(
  { environment }: CliContext,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  await appendVariables(environment["GITHUB_OUTPUT"], outputs);
}

/** Sets environment variables of all later steps of the job; off GitHub of nothing. */
export async function writeEnvironmentVariables(
  { environment }: CliContext,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await appendVariables(environment["GITHUB_ENV"], variables);
}

async function appendVariables(file: string | undefined, values: Readonly<Record<string, string>>): Promise<void> {
  if (file === undefined || file === "") return;
  // A mark that nobody can guess: a value with a line break cannot end itself and begin another variable.
  const mark = `end-${randomUUID()}`;
  const text = Object.entries(values).map(([name, value]) => `${name}<<${mark}\n${value}\n${mark}\n`);
  await appendFile(file, text.join(""));
}

/** Says what a person should know although the step goes on; GitHub shows it above the run's log. */
export function warn(context: CliContext, text: string): void {
  if (isWorkflowStep(context)) context.stdout.write(`::warning::${escapeCommand(text)}\n`);
  else context.stderr.write(`warning: ${text}\n`);
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const escapeCommand = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
