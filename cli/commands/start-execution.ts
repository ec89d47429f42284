import { StartExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";

/**
 * Starts an execution with a checked input and name.
 * @param name - required, because the SDK retries when a reply is lost, and StartExecution is idempotent only by name
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution(
  stepFunctions: SFNClient,
  stateMachineArn: string,
  input: Readonly<Record<string, unknown>>,
  name: string,
  options: { readonly abortSignal?: AbortSignal } = {},
): Promise<string> {
  const { executionArn } = await stepFunctions.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
    options,
  );
  if (executionArn === undefined) throw new Error("StartExecution: the reply has no executionArn");
  return executionArn;
}
