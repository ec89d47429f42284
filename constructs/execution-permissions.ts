import { composeArn, type AwsLocation } from "./aws-location";
import type { PolicyStatement } from "./policy-document";

/** ARN pattern of the executions of one state machine; their names are chosen when they start. */
export function anyExecution(location: AwsLocation, stateMachineName: string): string {
  return composeArn(location, "states", `execution:${stateMachineName}:*`);
}

/** Looking at the executions of one state machine. */
export function readExecutionsStatement(location: AwsLocation, stateMachineName: string): PolicyStatement {
  return {
    sid: "ReadExecutions",
    actions: ["states:DescribeExecution"],
    resources: [anyExecution(location, stateMachineName)],
  };
}
