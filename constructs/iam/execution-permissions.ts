import { composeArn, type AwsLocation } from "../aws-location";
import type { PolicyStatement } from "./policy-document";

/** Returns the ARN pattern of all executions of one state machine. */
export function anyExecution(location: AwsLocation, stateMachineName: string): string {
  return composeArn(location, "states", `execution:${stateMachineName}:*`);
}

/** Allows starting executions of one state machine. */
export function startExecutionStatement(stateMachineArn: string): PolicyStatement {
  return { sid: "StartExecution", actions: ["states:StartExecution"], resources: [stateMachineArn] };
}

/** Allows describing the executions of one state machine. */
export function readExecutionsStatement(location: AwsLocation, stateMachineName: string): PolicyStatement {
  return {
    sid: "ReadExecutions",
    actions: ["states:DescribeExecution"],
    resources: [anyExecution(location, stateMachineName)],
  };
}
