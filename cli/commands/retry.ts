import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { readJsonText } from "../../config/json-text";
import { lastArnPart } from "../../workflow/arn";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { changeContainer, type ContainerChanges } from "../input/change-container";
import { checkExecutionInput } from "../input/read-execution-input";
import type { Screen } from "../screen";
import type { Target } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { startWith, type StartOptions } from "./start";

export interface RetryOptions extends StartOptions, Omit<ContainerChanges, "command"> {}

type Input = Readonly<Record<string, unknown>>;

/** Maximum length of the name of an execution, in characters. */
const MAX_NAME_LENGTH = 80;
const RETRY_SUFFIX = /-retry-\d{8}-\d{6}$/;

/**
 * Starts an execution with the input of an earlier one.
 * @param command - replaces the command of the job; empty for the same command
 * @returns exit code
 * @throws CliError when the earlier execution is running, or its changed input is invalid; nothing was started
 */
export function retry(
  execution: string,
  command: readonly string[],
  options: RetryOptions,
  context: CliContext,
): Promise<number> {
  const earlier = lastArnPart(execution);
  const name = options.name ?? retryName(earlier, new Date());
  const changes = { ...options, command: command.length === 0 ? undefined : command };
  const findInput = async (target: Target, screen: Screen): Promise<Input> => {
    const changed = changeInput(await fetchInput(execution, target, context), changes);
    screen.say(
      `Starting ${name} with the input of ${earlier}, ${changed.changes.length === 0 ? "unchanged." : "changed:"}`,
    );
    for (const change of changed.changes) screen.say(`  ${change}`);
    return changed.input;
  };
  return startWith(findInput, { ...options, name }, context, { execution });
}

/** Name from that of the earlier execution and the time: `nightly-1-retry-20261122-080503`. */
export function retryName(earlier: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const suffix = `-retry-${time}`;
  return `${earlier.replace(RETRY_SUFFIX, "").slice(0, MAX_NAME_LENGTH - suffix.length)}${suffix}`;
}

/** @throws CliError when the execution is running */
async function fetchInput(
  execution: string,
  { clients, stateMachineArn }: Target,
  context: CliContext,
): Promise<Input> {
  const executionArn = composeExecutionArn(execution, stateMachineArn);
  const { status, input } = await clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), {
    abortSignal: context.interrupt,
  });
  const name = lastArnPart(executionArn);
  if (status === "RUNNING")
    throw new CliError([`execution ${name} is still running; stop it first, or start another one with poller start`]);
  const read = readJsonText(input ?? "");
  if ("problem" in read) throw new CliError([`input: the input of ${name} ${read.problem}`]);
  return checkExecutionInput(read.value);
}

function changeInput(
  input: Input,
  changes: ContainerChanges,
): { readonly input: Input; readonly changes: readonly string[] } {
  const { containerOverrides, changes: described } = changeContainer(input["containerOverrides"], changes);
  if (described.length === 0) return { input, changes: [] };
  if ("jobId" in input)
    throw new CliError(["the earlier execution waited for an existing job, whose command and size cannot be changed"]);
  return { input: checkExecutionInput({ ...input, containerOverrides }), changes: described };
}
