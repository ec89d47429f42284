import { CliError } from "../cli-error";
import { checkExecutionName } from "../input/read-execution-input";

const STATE_MACHINE_ARN = /^arn:aws[a-z-]*:states:([a-z0-9-]+):\d{12}:stateMachine:([\w-]{1,80})$/;
const EXECUTION_ARN = /^arn:aws[a-z-]*:states:([a-z0-9-]+):\d{12}:execution:([\w-]{1,80}):([^:]{1,80})$/;

/** @throws CliError when it is not the ARN of a state machine */
export function parseStateMachineArn(arn: string): { readonly region: string; readonly name: string } {
  const [, region, name] = STATE_MACHINE_ARN.exec(arn) ?? [];
  if (region !== undefined && name !== undefined) return { region, name };
  throw new CliError([
    `--state-machine-arn must look like arn:aws:states:REGION:ACCOUNT:stateMachine:NAME, got ${JSON.stringify(arn)}`,
  ]);
}

/** @returns undefined when it is not an ARN */
export function findExecutionParts(
  execution: string,
): { readonly region: string; readonly name: string; readonly stateMachineArn: string } | undefined {
  if (!execution.startsWith("arn:")) return undefined;
  const [, region, stateMachineName, name] = EXECUTION_ARN.exec(execution) ?? [];
  if (region === undefined || stateMachineName === undefined || name === undefined)
    throw new CliError([
      `EXECUTION must be a name or look like arn:aws:states:REGION:ACCOUNT:execution:STATE_MACHINE:NAME, got ${JSON.stringify(execution)}`,
    ]);
  const stateMachineArn = execution.replace(":execution:", ":stateMachine:").slice(0, -(name.length + 1));
  return { region, name, stateMachineArn };
}

/** Composes the ARN of an execution given by ARN or name. */
export function composeExecutionArn(execution: string, stateMachineArn: string): string {
  if (findExecutionParts(execution) !== undefined) return execution;
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${checkExecutionName(execution)}`;
}

/** Name of an execution, the last part of its ARN. */
export const executionNameOf = (executionArn: string): string => executionArn.slice(executionArn.lastIndexOf(":") + 1);
