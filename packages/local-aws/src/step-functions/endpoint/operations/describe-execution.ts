import type { Execution } from "../../execution/execution";
import { toSeconds } from "../operation";

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

export function describeExecution(execution: Execution): object {
  const { inputText, traceHeader } = execution.options;
  const { output, error, cause } = execution.end ?? {};
  return {
    ...listItem(execution),
    input: inputText,
    inputDetails: included,
    ...(output === undefined ? {} : { output, outputDetails: included }),
    traceHeader,
    error,
    cause,
    ...redriveStatus(execution),
  };
}

/** Returns the state machine as it was when the execution started. */
export function describeStateMachineForExecution(execution: Execution): object {
  const { stateMachineArn, stateMachineName, revision } = execution.options;
  return {
    stateMachineArn,
    name: stateMachineName,
    definition: revision.definitionText,
    roleArn: revision.roleArn,
    updateDate: toSeconds(revision.updatedAtMs),
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    encryptionConfiguration: revision.encryptionConfiguration,
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
