import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { readEnvironment } from "../state/environment-outputs";
import { createAwsClients } from "./aws-clients";
import { openTarget, type Target, type TargetOptions } from "./open-target";
import { parseStateMachineArn } from "./step-functions-arn";

/**
 * Finds the state machine of a command: by environment, on the local endpoints, or by ARN.
 * @throws CliError when the options do not select one state machine
 */
export async function openAnyTarget(options: TargetOptions, context: CliContext, execution?: string): Promise<Target> {
  const { environment, local, stateMachineArn: givenArn } = options;
  if (environment === undefined) return openTarget(options, context, execution);
  if (local === true || givenArn !== undefined)
    throw new CliError(["--environment cannot be combined with --local or --state-machine-arn"]);
  const { stateMachineArn, sampleInput } = await readEnvironment(environment, context);
  return {
    clients: createAwsClients(parseStateMachineArn(stateMachineArn).region),
    stateMachineArn,
    isLocal: false,
    optionsShown: `--environment ${environment}`,
    sampleInput,
  };
}
