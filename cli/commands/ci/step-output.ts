import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import type { CliContext } from "../../cli-context";
import { isWorkflowStep } from "../../github-log-commands";

/** Appends Markdown to the job summary. @returns false outside GitHub, where there is no summary */
export async function appendSummary({ environment }: CliContext, markdown: string): Promise<boolean> {
  const { GITHUB_STEP_SUMMARY: file = "" } = environment;
  if (file === "") return false;
  await appendFile(file, `${markdown.trimEnd()}\n\n`);
  return true;
}

/** Sets outputs for later steps and jobs, as `steps.ID.outputs.NAME`. Does nothing outside GitHub. */
export async function writeOutputs(
  { environment }: CliContext,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  await appendVariables(environment["GITHUB_OUTPUT"], outputs);
}

/** Sets environment variables for later steps of the job. Does nothing outside GitHub. */
export async function writeEnvironmentVariables(
  { environment }: CliContext,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await appendVariables(environment["GITHUB_ENV"], variables);
}

async function appendVariables(file: string | undefined, values: Readonly<Record<string, string>>): Promise<void> {
  if (file === undefined || file === "") return;
  // The delimiter is random, so that a multi-line value cannot end itself and set another variable.
  const mark = `end-${randomUUID()}`;
  const text = Object.entries(values).map(([name, value]) => `${name}<<${mark}\n${value}\n${mark}\n`);
  await appendFile(file, text.join(""));
}

/** Prints a warning; on GitHub, as an annotation of the run. */
export function warn(context: CliContext, text: string): void {
  if (isWorkflowStep(context)) context.stdout.write(`::warning::${escapeCommand(text)}\n`);
  else context.stderr.write(`warning: ${text}\n`);
}

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const escapeCommand = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
