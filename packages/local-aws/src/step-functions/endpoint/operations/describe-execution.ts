import type { Execution } from "../../execution/execution";
import { toSeconds } from "../operation";
import { type IncludedData, describeDefinition } from "./describe-definition";

const included = { included: true };

export function listItem(execution: Execution): object {
  const { executionArn, stateMachineArn, name, stateMachineVersionArn, stateMachineAliasArn } = execution.options;
  return {
    executionArn,
    stateMachineArn,
    name,
    status: execution.status,
    startDate: toSeconds(execution.startedAtMs),
    ...stopDate(execution),
    stateMachineVersionArn,
    stateMachineAliasArn,
    redriveCount: 0,
  };
}

/** @param data - without data, the reply has neither input nor result */
export function describeExecution(execution: Execution, data: IncludedData): object {
  const { inputText, traceHeader } = execution.options;
  const { output, error, cause } = execution.end ?? {};
  const result = output === undefined ? { error, cause } : { output, outputDetails: included };
  return {
    ...listItem(execution),
    ...(data === "METADATA_ONLY" ? {} : { input: inputText, inputDetails: included, ...result }),
    traceHeader,
    ...redriveStatus(execution),
  };
}

/** Returns the state machine as it was when the execution started. */
export function describeStateMachineForExecution(execution: Execution, data: IncludedData): object {
  const { stateMachineArn, stateMachineName, revision } = execution.options;
  return {
    stateMachineArn,
    name: stateMachineName,
    roleArn: revision.roleArn,
    updateDate: toSeconds(revision.updatedAtMs),
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    ...describeDefinition(revision, data),
    revisionId: revision.revisionId,
  };
}

function stopDate({ end }: Execution): object {
  return end === undefined ? {} : { stopDate: toSeconds(end.stoppedAtMs) };
}

function redriveStatus({ status }: Execution): object {
  if (status === "SUCCEEDED" || status === "RUNNING")
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: `Execution is ${status} and cannot be redriven` };
  return { redriveStatus: "REDRIVABLE" };
}
