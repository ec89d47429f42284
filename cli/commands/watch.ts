import { lastArnPart } from "../../workflow/arn";
import { createScaledClock } from "local-aws";
import { columnsOf, type CliContext } from "../cli-context";
import { DEFAULT_COLUMNS } from "../render/live-display";
import { renderHints, type Hint } from "../render/render-hints";
import type { CommonOptions, Screen } from "../screen";
import type { Target, TargetOptions } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { followExecution, type ShownLog } from "../watch/follow-execution";
import { AWS_PACE, localPace } from "../watch/watch-pace";
import { withTarget } from "./with-target";

export interface WatchOptions extends CommonOptions, TargetOptions {
  /** Shows the log of the job. */
  readonly log: boolean;
}

/** Follows an execution to its end. @returns exit code */
export function watch(execution: string, options: WatchOptions, context: CliContext): Promise<number> {
  return withTarget(options, context, execution, (target, screen) => {
    const executionArn = composeExecutionArn(execution, target.stateMachineArn);
    return followOnTarget(executionArn, target, context, screen, options.log ? "recent" : "none");
  });
}

export function followOnTarget(
  executionArn: string,
  target: Target,
  context: CliContext,
  screen: Screen,
  log: ShownLog,
): Promise<number> {
  const hintOf = (command: string, purpose: string): Hint => [
    `npm run poller -- ${command} ${lastArnPart(executionArn)} ${target.optionsShown}`,
    purpose,
  ];
  return followExecution({
    clients: target.clients,
    executionArn,
    clock: createScaledClock(1),
    pace: target.isLocal ? localPace(1) : AWS_PACE,
    showLinks: !target.isLocal,
    context,
    screen,
    log,
    // A rejected request has no log.
    onFailure: (result) => [
      ...(result?.attempts.length === 0 ? [] : [hintOf("logs", "print the log of its job")]),
      hintOf("retry", "run it again (--memory, --env)"),
    ],
    onInterrupt: [
      "Stopped watching; the execution is still running.",
      ...renderHints(
        [hintOf("watch", "to watch again"), hintOf("stop", "to stop it")],
        screen.paint,
        columnsOf(context.stderr) ?? DEFAULT_COLUMNS,
      ),
    ],
  });
}
