import { composeArn } from "../../aws-location";
import type { PolicyStatement } from "../policy-document";
import { namedResources, type DeployTarget } from "./deploy-target";

/** Allows starting, observing and stopping executions of the environment's state machine. */
export function smokeStatements(target: DeployTarget): PolicyStatement[] {
  const { stateMachine } = namedResources(target);
  const { location, name } = target;
  return [
    { sid: "StartExecution", actions: ["states:StartExecution"], resources: [stateMachine] },
    {
      sid: "FollowExecution",
      actions: ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
      resources: [composeArn(location, "states", `execution:${name}:*`)],
    },
    {
      // Last lines of the job's output, for the job summary.
      sid: "ReadJobLog",
      actions: ["logs:GetLogEvents"],
      resources: [composeArn(location, "logs", `log-group:/aws/batch/${name}:log-stream:*`)],
    },
  ];
}
