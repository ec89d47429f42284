import { MAX_HISTORY_EVENTS } from "../../workflow/pacing";
import { estimatePoll, estimateSync, findBetterWaitTime, type RunEstimate } from "../estimate/estimate-run";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import { formatDuration } from "../../console/format/format-duration";
import { renderRows, type Row } from "../render/render-rows";
import { createScreen, type CommonOptions } from "../screen";

interface EstimateOptions extends CommonOptions {
  /** Time from submission of the job to its end, in seconds. */
  readonly runTime: number;
  /** Pause between two polls, in seconds. */
  readonly waitTime: number;
  readonly integration: "poll" | "sync";
}

/** Estimates the usage and cost of a run, without AWS requests. @returns exit code */
export function estimate(options: EstimateOptions, context: CliContext): number {
  const { runTime: runTimeSeconds, waitTime: waitTimeSeconds, integration } = options;
  const screen = createScreen(context, options);
  const run = { runTimeSeconds, waitTimeSeconds };
  const estimated = integration === "poll" ? estimatePoll(run) : estimateSync();
  const betterWaitTimeSeconds = integration === "poll" ? findBetterWaitTime(run) : undefined;
  if (screen.json)
    screen.result({
      integration,
      runTimeSeconds,
      waitTimeSeconds: integration === "poll" ? waitTimeSeconds : null,
      ...estimated,
      betterWaitTimeSeconds: betterWaitTimeSeconds ?? null,
    });
  else {
    const rows = renderRows(
      describe(estimated, betterWaitTimeSeconds),
      screen.paintResult,
      context.stdout.columns ?? 80,
    );
    context.stdout.write(`${rows.join("\n")}\n`);
  }
  return EXIT_CODE.succeeded;
}

function describe(estimated: RunEstimate, betterWaitTimeSeconds: number | undefined): Row[] {
  const { polls, transitions, historyEvents, lambdaCalls, dollars, worstDelaySeconds } = estimated;
  const share = Math.ceil((historyEvents / MAX_HISTORY_EVENTS) * 100);
  const quota = MAX_HISTORY_EVENTS.toLocaleString("en-US");
  return [
    ["Polls", count(polls)],
    ["Transitions", count(transitions)],
    ["Events", `${count(historyEvents)}, ${share} % of the ${quota} that end an execution`],
    ["Lambda", `${count(lambdaCalls)} calls`],
    ["Cost", `$${dollars.toFixed(6)} in us-east-1, without free tier, logs and traces`],
    [
      "Noticed",
      worstDelaySeconds === null ? undefined : `at most ${formatDuration(worstDelaySeconds)} after the job's end`,
    ],
    [
      "Better",
      betterWaitTimeSeconds === undefined
        ? undefined
        : `--wait-time ${betterWaitTimeSeconds}, which is cheaper and detects the end sooner`,
    ],
  ];
}

const count = (number: number): string => number.toLocaleString("en-US");
