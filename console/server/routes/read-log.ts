import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { findJobResult } from "../../model/job-result-schema";
import type { ConsoleAccess } from "../console-access";

/** Returns the last lines of the job's log; empty while the execution is running. */
export async function readLog(
  { stepFunctions, fetchLogTail }: ConsoleAccess,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<{ readonly lines: readonly string[] }> {
  const { output, cause } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal });
  const result = findJobResult(output ?? cause);
  return { lines: result === undefined ? [] : await fetchLogTail(result, abortSignal) };
}
