import { lastArnPart } from "../../workflow/arn";
import { DescribeExecutionCommand, StopExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { STOP_ERROR } from "../../console/server/stop-error";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import type { CommonOptions, Screen } from "../screen";
import type { TargetOptions } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { fetchEventsAfter } from "../watch/fetch-events";
import { foldEvent } from "../../console/model/progress/fold-event";
import { NO_PROGRESS } from "../../console/model/progress/run-progress";
import { withTarget } from "./with-target";

interface StopOptions extends CommonOptions, TargetOptions {
  readonly reason: string;
}

/**
 * Stops an execution and reports what happens to its job.
 * @returns exit code; 2 when the execution is still running
 */
export function stop(execution: string, options: StopOptions, context: CliContext): Promise<number> {
  return withTarget(options, context, execution, async (target, screen) => {
    const executionArn = composeExecutionArn(execution, target.stateMachineArn);
    const { stepFunctions } = target.clients;
    const { isRequested, status } = await stopIfRunning(stepFunctions, executionArn, options.reason, context.interrupt);
    const stopped = isRequested && status === "ABORTED";
    const isRunning = status === "RUNNING";
    if (screen.json) screen.result({ executionArn, stopped, status });
    else context.stdout.write(`${describe(lastArnPart(executionArn), stopped, status)}\n`);
    if ((stopped || isRunning) && !screen.json)
      await describeJobEnd(stepFunctions, executionArn, screen, context.interrupt);
    return isRunning ? EXIT_CODE.endedOtherwise : EXIT_CODE.succeeded;
  });
}

/**
 * Stops a running execution and reads its status. StopExecution also succeeds when the execution has already ended.
 */
async function stopIfRunning(
  stepFunctions: SFNClient,
  executionArn: string,
  cause: string,
  abortSignal: AbortSignal,
): Promise<{ readonly isRequested: boolean; readonly status: string }> {
  const findStatus = async (): Promise<string> =>
    String((await stepFunctions.send(new DescribeExecutionCommand({ executionArn }), { abortSignal })).status);
  const before = await findStatus();
  if (before !== "RUNNING") return { isRequested: false, status: before };
  await stepFunctions.send(new StopExecutionCommand({ executionArn, error: STOP_ERROR, cause }), { abortSignal });
  return { isRequested: true, status: await findStatus() };
}

function describe(name: string, stopped: boolean, status: string): string {
  if (stopped) return `stopped ${name}`;
  // DescribeExecution is eventually consistent.
  if (status === "RUNNING") return `requested to stop ${name}; its status is still RUNNING`;
  return `${name} had already ended: ${status}`;
}

async function describeJobEnd(
  stepFunctions: SFNClient,
  executionArn: string,
  screen: Screen,
  abortSignal: AbortSignal,
): Promise<void> {
  const events = await fetchEventsAfter(stepFunctions, executionArn, 0, { abortSignal });
  let progress = NO_PROGRESS;
  let attached = false;
  for (const event of events) {
    const step = foldEvent(progress, event);
    progress = step.progress;
    attached ||= step.entries.some(({ label }) => label === "ATTACHED");
  }
  const { jobId } = progress;
  if (jobId === undefined) return;
  screen.say(
    attached
      ? `Job ${jobId} was only attached and is still running. To terminate it: aws batch terminate-job --job-id ${jobId} --reason "not needed"`
      : `Its job ${jobId} is terminated within seconds, or within 15 minutes if the first attempt fails`,
  );
}
