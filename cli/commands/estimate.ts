import { POLLS_AT_WAIT_TIME } from "../../workflow/pacing";
import {
  describeDelay,
  describeEstimate,
  estimateRun,
  formatThousandRuns,
} from "../../console/estimate/describe-estimate";
import { estimatePoll, estimateSync, findBetterWaitTime } from "../../console/estimate/estimate-run";
import { DEFAULT_WAIT_SECONDS } from "../../workflow/input/execution-input";
import type { WaitIntegration } from "../../workflow/integration";
import { columnsOf, type CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { renderRows } from "../render/render-rows";
import { createScreen, type CommonOptions } from "../screen";

interface EstimateOptions extends CommonOptions {
  /** Time from submission of the job to its end, in seconds. */
  readonly runTime: number;
  /** Longest pause between two polls, in seconds. @default the default of wait_time with the integration */
  readonly waitTime?: number | undefined;
  readonly integration: WaitIntegration;
}

type Run = Parameters<typeof estimatePoll>[0];

/** Estimates the usage and cost of a run, without AWS requests. @returns exit code */
export function estimate(options: EstimateOptions, context: CliContext): number {
  const { runTime: runTimeSeconds, integration } = options;
  const waitTimeSeconds = options.waitTime ?? DEFAULT_WAIT_SECONDS[integration === "events" ? "events" : "poll"];
  const screen = createScreen(context, options);
  const run = { runTimeSeconds, waitTimeSeconds };
  const estimated = estimateRun(integration, run);
  const betterWaitTimeSeconds = integration === "poll" ? findBetterWaitTime(run) : undefined;
  if (screen.json)
    screen.result({
      integration,
      runTimeSeconds,
      waitTimeSeconds: integration === "sync" ? null : waitTimeSeconds,
      ...estimated,
      syncDollars: estimateSync().dollars,
      betterWaitTimeSeconds: betterWaitTimeSeconds ?? null,
    });
  else {
    const rows = [
      ...describeEstimate(integration, estimated),
      ["Better", explainBetter(run, betterWaitTimeSeconds)] as const,
    ];
    const lines = renderRows(rows, screen.paintResult, columnsOf(context.stdout) ?? 80);
    context.stdout.write(`${lines.join("\n")}\n`);
  }
  return EXIT_CODE.succeeded;
}

/** Explains why a longer wait_time can be cheaper and sooner. */
function explainBetter({ runTimeSeconds }: Run, betterWaitTimeSeconds: number | undefined): string | undefined {
  if (betterWaitTimeSeconds === undefined) return undefined;
  const { dollars, medianDelaySeconds, worstDelaySeconds } = estimatePoll({
    runTimeSeconds,
    waitTimeSeconds: betterWaitTimeSeconds,
  });
  return [
    `--wait-time ${betterWaitTimeSeconds}: ${formatThousandRuns(dollars)} for 1,000 runs, noticed`,
    `${describeDelay(medianDelaySeconds, worstDelaySeconds)}.`,
    `After ${count(POLLS_AT_WAIT_TIME)} polls, the pace follows the elapsed time: a pause takes at least 1 % of it, so`,
    "that a year fits into the history. With this wait_time, the job ends before that.",
  ].join(" ");
}

const count = (number: number): string => number.toLocaleString("en-US");
