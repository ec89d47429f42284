import { DescribeExecutionCommand, DescribeStateMachineForExecutionCommand } from "@aws-sdk/client-sfn";
import { findExecutionConsoleUrl } from "../../../workflow/console-url";
import type { ExecutionReply } from "../../api/replies";
import { isOnAws, type ConsoleAccess } from "../console-access";
import { lastArnPart } from "../../../workflow/arn";

/** Returns an execution with the definition that it runs. */
export async function describeExecution(
  access: ConsoleAccess,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<ExecutionReply> {
  const { stepFunctions } = access;
  const [{ status = "RUNNING", input = "{}", error }, { definition = "{}" }] = await Promise.all([
    stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal }),
    stepFunctions.send(new DescribeStateMachineForExecutionCommand({ executionArn }), { abortSignal }),
  ]);
  return {
    name: lastArnPart(executionArn),
    arn: executionArn,
    status,
    definition,
    input,
    error: error ?? null,
    consoleUrl: isOnAws(access) ? findExecutionConsoleUrl(executionArn) : null,
  };
}
