import { DescribeStateMachineForExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { ExecutionModel } from "../../console/model/execution-model";
import { fetchEventsAfter } from "../watch/fetch-events";

/** Fetches the complete history of an execution as a model, with the definition with which the execution started. */
export async function fetchModel(
  stepFunctions: SFNClient,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<ExecutionModel> {
  const events = await fetchEventsAfter(stepFunctions, executionArn, 0, { abortSignal });
  const definition = await fetchDefinition(stepFunctions, executionArn, abortSignal);
  const model = new ExecutionModel({ executionArn, definition });
  model.append(events);
  return model;
}

/** Optional: without the definition, the report has no diagram. */
async function fetchDefinition(
  stepFunctions: SFNClient,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  try {
    const command = new DescribeStateMachineForExecutionCommand({ executionArn });
    return (await stepFunctions.send(command, { abortSignal })).definition;
  } catch (error) {
    if (abortSignal.aborted) throw error;
    return undefined;
  }
}
