import { lastArnPart } from "../../workflow/arn";
import type { Clock } from "local-aws";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { LiveDisplay, SILENT_DISPLAY } from "../render/live-display";
import { renderSummary } from "../render/render-summary";
import type { Screen } from "../screen";
import type { AwsClients } from "../target/aws-clients";
import { explainAwsError } from "../target/explain-aws-error";
import { fetchLogTail } from "./fetch-log-tail";
import { findResultOf } from "../../console/model/progress/fold-end";
import { findWhatExists } from "./find-what-exists";
import type { RunEnd, RunProgress } from "../../console/model/progress/run-progress";
import { watchExecution } from "./watch-execution";
import type { WatchPace } from "./watch-pace";

export interface FollowOptions {
  readonly clients: AwsClients;
  readonly executionArn: string;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: WatchPace;
  /** Whether to show links to the AWS console. */
  readonly showLinks: boolean;
  readonly context: CliContext;
  readonly screen: Screen;
  /** Ends the watch after the current poll. */
  readonly deadline?: AbortSignal;
  /** Lines printed when the watch is interrupted. */
  readonly onInterrupt: readonly string[];
}

/**
 * Follows an execution to its end: timeline and summary on stderr, JobResult on stdout.
 * @returns exit code
 */
export async function followExecution(options: FollowOptions): Promise<number> {
  const { clients, executionArn, clock, pace, context, screen } = options;
  const heading = `Execution ${screen.paint("strong", lastArnPart(executionArn))}`;
  const live = new LiveDisplay(context.stderr, screen.paint, pace.plainLineMs, heading);
  const progress = await watchExecution({
    stepFunctions: clients.stepFunctions,
    executionArn,
    clock,
    pace,
    display: screen.json ? SILENT_DISPLAY : live,
    interrupt: context.interrupt,
    deadline: options.deadline,
  }).catch((error: unknown) => {
    throw explainLostSight(error, executionArn);
  });
  live.clear();
  if (progress.end === undefined) return sayInterrupted(options);
  return showEnd(options, progress, progress.end, live.columns);
}

function sayInterrupted({ screen, onInterrupt }: FollowOptions): number {
  screen.say("");
  for (const line of onInterrupt) screen.say(line);
  return EXIT_CODE.endedOtherwise;
}

async function showEnd(
  { clients, executionArn, context, screen, showLinks }: FollowOptions,
  { startedAt }: RunProgress,
  end: RunEnd,
  columns: number,
): Promise<number> {
  const result = findResultOf(end);
  if (!screen.json) {
    const logLines = result === undefined ? [] : await fetchLogTail(clients, result, context.interrupt);
    const summary = { startedAt: startedAt ?? end.closedAt, end, result, logLines, showLinks };
    screen.say(renderSummary(summary, screen.paint, columns));
    const hint = showLinks
      ? undefined
      : await findWhatExists(clients.batch, result?.statusReason ?? end.cause, context);
    if (hint !== undefined) screen.say(`\n${hint}`);
    screen.say("");
  }
  const { status, error, cause, output } = end;
  screen.result(result ?? { executionArn, status, error, cause, output });
  return status === "SUCCEEDED" ? EXIT_CODE.succeeded : EXIT_CODE.endedOtherwise;
}

function explainLostSight(error: unknown, executionArn: string): unknown {
  const explanation = explainAwsError(error);
  if (explanation === undefined) return error;
  return new CliError([`cannot watch execution ${lastArnPart(executionArn)}: ${explanation}`], { cause: error });
}
