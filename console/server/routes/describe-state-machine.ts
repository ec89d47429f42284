import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { findStateMachineConsoleUrl } from "../../../workflow/console-url";
import type { StateMachineReply } from "../../api/replies";
import { isOnAws, type ConsoleAccess } from "../console-access";
import { findArnParts, lastArnPart } from "../../../workflow/arn";

/** Returns the current state machine, with the settings for new executions. */
export async function describeStateMachine(
  access: ConsoleAccess,
  abortSignal: AbortSignal,
): Promise<StateMachineReply> {
  const { stateMachineArn, isLocal, endpointUrl, sampleInput, listRefreshMs, optionsShown, clock, log } = access;
  const { definition = "{}", name } = await access.stepFunctions.send(
    new DescribeStateMachineCommand({ stateMachineArn }),
    { abortSignal },
  );
  return {
    name: name ?? lastArnPart(stateMachineArn),
    arn: stateMachineArn,
    region: findArnParts(stateMachineArn)?.region ?? "",
    isLocal,
    endpoint: endpointUrl === undefined ? null : new URL(endpointUrl).host,
    definition,
    sampleInput: { ...sampleInput },
    listRefreshMs,
    speed: clock.speed,
    showsLog: log !== undefined,
    optionsShown,
    consoleUrl: isOnAws(access) ? findStateMachineConsoleUrl(stateMachineArn) : null,
  };
}
