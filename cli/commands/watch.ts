import { lastArnPart } from "../../workflow/arn";
import { createScaledClock } from "local-aws";
import type { CliContext } from "../cli-context";
import type { CommonOptions, Screen } from "../screen";
import type { Target, TargetOptions } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { followExecution } from "../watch/follow-execution";
import { AWS_PACE, localPace } from "../watch/watch-pace";
import { withTarget } from "./with-target";

/** Follows an execution to its end. @returns exit code */
export function watch(execution: string, options: CommonOptions & TargetOptions, context: CliContext): Promise<number> {
  return withTarget(options, context, execution, (target, screen) =>
    followOnTarget(composeExecutionArn(execution, target.stateMachineArn), target, context, screen),
  );
}

export function followOnTarget(
  executionArn: string,
  target: Target,
  context: CliContext,
  screen: Screen,
): Promise<number> {
  const name = lastArnPart(executionArn);
  return followExecution({
    clients: target.clients,
    executionArn,
    clock: createScaledClock(1),
    pace: target.isLocal ? localPace(1) : AWS_PACE,
    showLinks: !target.isLocal,
    context,
    screen,
    onInterrupt: [
      "Stopped watching; the execution is still running.",
      `  npm run poller -- watch ${name} ${target.optionsShown}   to watch again`,
      `  npm run poller -- stop ${name} ${target.optionsShown}    to stop it`,
    ],
  });
}
