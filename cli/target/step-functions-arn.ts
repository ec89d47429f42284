import { arnPattern, executionArnOf, findArnParts, formatArn } from "../../workflow/arn";
import { CliError } from "../cli-error";
import { checkExecutionName } from "../input/read-execution-input";

const STATE_MACHINE_ARN = new RegExp(String.raw`^${arnPattern("states")}stateMachine:([\w-]{1,80})$`);
const EXECUTION_ARN = new RegExp(String.raw`^${arnPattern("states")}execution:([\w-]{1,80}):([^:]{1,80})$`);

/** @throws CliError when it is not the ARN of a state machine */
export function parseStateMachineArn(arn: string): { readonly region: string; readonly name: string } {
  const [, name] = STATE_MACHINE_ARN.exec(arn) ?? [];
  const region = findArnParts(arn)?.region;
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
  const [, stateMachineName, name] = EXECUTION_ARN.exec(execution) ?? [];
  const arn = findArnParts(execution);
  if (arn === undefined || stateMachineName === undefined || name === undefined)
    throw new CliError([
      `EXECUTION must be a name or look like arn:aws:states:REGION:ACCOUNT:execution:STATE_MACHINE:NAME, got ${JSON.stringify(execution)}`,
    ]);
  return {
    region: arn.region,
    name,
    stateMachineArn: formatArn({ ...arn, resource: `stateMachine:${stateMachineName}` }),
  };
}

/** Composes the ARN of an execution given by ARN or name. */
export function composeExecutionArn(execution: string, stateMachineArn: string): string {
  if (findExecutionParts(execution) !== undefined) return execution;
  return executionArnOf(stateMachineArn, checkExecutionName(execution));
}
