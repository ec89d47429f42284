import { DescribeExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { Clock } from "local-aws";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { formatDuration } from "../../console/format/format-duration";
import type { Screen } from "../screen";
import type { EnvironmentOutputs } from "../state/environment-outputs";
import type { AwsClients } from "../target/aws-clients";
import { followExecution } from "../watch/follow-execution";
import type { WatchPace } from "../watch/watch-pace";

/** Target and clock of a smoke test. */
export interface SmokeTarget {
  readonly deployed: EnvironmentOutputs;
  readonly clients: AwsClients;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: WatchPace;
}

/** Watches an execution to its end and stops it at the deadline and on Ctrl-C. @returns reason why it was stopped */
export async function followToEnd(
  executionArn: string,
  timeoutSeconds: number,
  { clients, clock, pace }: SmokeTarget,
  context: CliContext,
  screen: Screen,
): Promise<string | undefined> {
  const over = new AbortController();
  const deadline = new AbortController();
  const interrupt = AbortSignal.any([context.interrupt, deadline.signal]);
  const alarm = clock.sleep(timeoutSeconds * 1000, over.signal).then(
    () => {
      deadline.abort();
    },
    () => undefined,
  );
  try {
    await followExecution({
      clients,
      executionArn,
      clock,
      pace,
      showLinks: true,
      // The role of the smoke test cannot describe jobs.
      log: "end",
      context,
      deadline: deadline.signal,
      screen,
      onInterrupt: [],
    });
  } catch (error) {
    // An execution that cannot be watched must not keep running.
    await stop(clients, executionArn, "lost sight of");
    throw error instanceof CliError
      ? new CliError(error.lines, { exitCode: EXIT_CODE.endedOtherwise, cause: error })
      : error;
  } finally {
    over.abort();
    await alarm;
  }
  if (!interrupt.aborted || !(await isRunning(clients, executionArn))) return undefined;
  const why = context.interrupt.aborted
    ? "It was stopped because the smoke test was cancelled."
    : `It was stopped because it took longer than ${formatDuration(timeoutSeconds)}.`;
  await stop(clients, executionArn, why);
  return why;
}

/** Whether the execution is still running; it may have ended between the last poll and the deadline. */
async function isRunning({ stepFunctions }: AwsClients, executionArn: string): Promise<boolean> {
  const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  return status === "RUNNING";
}

async function stop({ stepFunctions }: AwsClients, executionArn: string, cause: string): Promise<void> {
  await stepFunctions.send(new StopExecutionCommand({ executionArn, error: "Smoke.Stopped", cause }));
}
