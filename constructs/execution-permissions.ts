import { composeArn, type AwsLocation } from "./aws-location";
import type { PolicyStatement } from "./policy-document";

/** Looking at the executions of one state machine; their names are chosen when they start. */
export function readExecutionsStatement(location: AwsLocation, stateMachineName: string): PolicyStatement {
  return {
    sid: "ReadExecutions",
    actions: ["states:DescribeExecution"],
    resources: [composeArn(location, "states", `execution:${stateMachineName}:*`)],
  };
}
