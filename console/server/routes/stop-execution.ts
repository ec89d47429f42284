import { DescribeExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { StopRequest } from "../../api/requests";
import type { ConsoleAccess } from "../console-access";
import { STOP_ERROR } from "../stop-error";

/** Stops an execution. The workflow, not this call, terminates the job that the execution submitted. */
export async function stopExecution(
  { stepFunctions }: ConsoleAccess,
  executionArn: string,
  { reason: cause }: StopRequest,
): Promise<{ readonly status: string }> {
  await stepFunctions.send(new StopExecutionCommand({ executionArn, error: STOP_ERROR, cause }));
  const { status = "RUNNING" } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  return { status };
}
