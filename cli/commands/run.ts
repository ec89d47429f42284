import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { changeContainer, type ContainerChanges } from "../input/change-container";
import { checkExecutionInput, readExecutionInput } from "../input/read-execution-input";
import { SAMPLE_INPUT_FILE } from "../local/project-root";
import { startWith, type StartOptions } from "./start";

/** Name of the jobs that `poller run` submits. */
const JOB_NAME = "run";

export interface RunOptions extends Omit<StartOptions, "watch">, Omit<ContainerChanges, "command"> {}

/**
 * Runs a command once, with the job queue and the job definition of an environment, and follows it to its end.
 * @param command - replaces the command of the job definition; the image cannot be replaced
 * @returns exit code
 * @throws CliError when the target has no known job definition, or the input is invalid; nothing was started
 */
export async function run(command: readonly string[], options: RunOptions, context: CliContext): Promise<number> {
  if (options.environment === undefined && options.local !== true)
    throw new CliError(["run requires --environment NAME or --local, which determine the job queue and definition"]);
  const sample = options.environment === undefined ? await readExecutionInput(SAMPLE_INPUT_FILE, context) : undefined;
  const { containerOverrides } = changeContainer(undefined, { ...options, command });
  return startWith(
    ({ sampleInput }) => checkExecutionInput({ ...(sampleInput ?? sample), jobName: JOB_NAME, containerOverrides }),
    { ...options, watch: true },
    context,
  );
}
