import { DescribeJobDefinitionsCommand, DescribeJobQueuesCommand, type BatchClient } from "@aws-sdk/client-batch";
import type { Clock } from "local-aws";
import { findResultOf } from "../../console/model/progress/fold-end";
import { LogFollower } from "../../console/log/log-follower";
import type { RunEnd, RunProgress } from "../../console/model/progress/run-progress";
import { lastArnPart } from "../../workflow/arn";
import type { JobResult } from "../../workflow/result/job-result";
import { columnsOf, isTerminal, type CliContext } from "../cli-context";
import { CliError } from "../cli-error";
import { EXIT_CODE } from "../exit-code";
import { DEFAULT_COLUMNS, LiveDisplay, SILENT_DISPLAY } from "../render/live-display";
import type { Hint } from "../render/render-hints";
import { renderHeadline, renderSummary, type EndedRun } from "../render/render-summary";
import type { Screen } from "../screen";
import type { AwsClients } from "../target/aws-clients";
import { explainAwsError } from "../target/explain-aws-error";
import { followWatchedLog } from "./follow-watched-log";
import { fetchLogTail } from "./fetch-log-tail";
import { createLogSource } from "./log-source";
import { watchExecution } from "./watch-execution";
import type { WatchPace } from "./watch-pace";

/**
 * `all`: every line as it arrives; `recent`: the same, but from the last lines on if the job has already started;
 * `end`: the last lines after the end.
 */
export type ShownLog = "all" | "recent" | "end" | "none";

/** Number of lines with which the log of a job that has already started begins. */
const RECENT_LINES = 100;

interface FollowOptions {
  readonly clients: AwsClients;
  readonly executionArn: string;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: WatchPace;
  /** Whether to show links to the AWS console. */
  readonly showLinks: boolean;
  readonly context: CliContext;
  readonly screen: Screen;
  /** Log lines to show without --json. */
  readonly log: ShownLog;
  /** Ends the watch after the current poll. */
  readonly deadline?: AbortSignal;
  /** Lines printed when the watch is interrupted. */
  readonly onInterrupt: readonly string[];
  /** Returns commands that help after an execution that did not succeed. */
  readonly onFailure?: (result: JobResult | undefined) => readonly Hint[];
}

/**
 * Follows an execution to its end: timeline on stderr, then the result on stdout. On a terminal, the result is a
 * summary, elsewhere or with --json the JobResult, with the summary on stderr.
 * @returns exit code
 */
export async function followExecution(options: FollowOptions): Promise<number> {
  const { clients, executionArn, clock, pace, context, screen } = options;
  const heading = `Execution ${screen.paint("strong", lastArnPart(executionArn))}`;
  const live = new LiveDisplay(context.stderr, screen.paint, pace.plainLineMs, heading);
  const log = screen.isSilent ? undefined : startLog(options, live);
  const progress = await watchExecution({
    stepFunctions: clients.stepFunctions,
    executionArn,
    clock,
    pace,
    display: screen.isSilent ? SILENT_DISPLAY : live,
    interrupt: context.interrupt,
    deadline: options.deadline,
    ...(log === undefined ? {} : { onProgress: log.onProgress }),
  })
    .catch((error: unknown) => {
      throw explainLostSight(error, executionArn);
    })
    .finally(() => log?.finish());
  live.clear();
  if (progress.end === undefined) return sayInterrupted(options);
  return showEnd(options, progress, progress.end);
}

/** Starts to follow the log. `finish` waits for its rest if the execution has ended. */
function startLog({ clients, clock, pace, context, log }: FollowOptions, live: LiveDisplay) {
  if (log !== "all" && log !== "recent") return undefined;
  const following = followWatchedLog({
    follower: new LogFollower({
      source: createLogSource(clients),
      describeMs: pace.log.describeMs,
      tailLines: log === "recent" ? RECENT_LINES : undefined,
    }),
    clock,
    pace: pace.log,
    interrupt: context.interrupt,
    onEntries: (entries) => {
      live.log(entries);
    },
  });
  return {
    onProgress: following.onProgress,
    finish: (): Promise<void> => {
      live.clear();
      return following.finish();
    },
  };
}

function sayInterrupted({ screen, onInterrupt }: FollowOptions): number {
  screen.say("");
  for (const line of onInterrupt) screen.say(line);
  return EXIT_CODE.endedOtherwise;
}

async function showEnd(options: FollowOptions, progress: RunProgress, end: RunEnd): Promise<number> {
  const { executionArn, context, screen } = options;
  const { stdout } = context;
  const result = findResultOf(end);
  const ended = { startedAt: progress.startedAt ?? end.closedAt, progress, end, result };
  const showsJson = screen.json || !isTerminal(stdout);
  if (!screen.isSilent) await showSummary(options, ended, showsJson);
  else if (!showsJson) stdout.write(`${renderHeadline(ended, screen.paintResult)}\n`);
  const { status, error, cause, output } = end;
  if (showsJson) screen.result(result ?? { executionArn, status, error, cause, output });
  return status === "SUCCEEDED" ? EXIT_CODE.succeeded : EXIT_CODE.endedOtherwise;
}

/** Shows the summary. On a terminal it is the result. */
async function showSummary(
  { clients, context, screen, showLinks, log, onFailure }: FollowOptions,
  ended: EndedRun,
  showsJson: boolean,
): Promise<void> {
  const { result, end } = ended;
  const logLines = result === undefined || log !== "end" ? [] : await fetchLogTail(clients, result, context.interrupt);
  const hint = showLinks ? undefined : await findWhatExists(clients.batch, result?.statusReason ?? end.cause, context);
  const [output, paint] = showsJson ? [context.stderr, screen.paint] : [context.stdout, screen.paintResult];
  const hints = end.status === "SUCCEEDED" ? [] : (onFailure?.(result) ?? []);
  const summary = { ...ended, logLines, showLinks, existing: hint, hints };
  output.write(`${renderSummary(summary, paint, columnsOf(output) ?? DEFAULT_COLUMNS)}\n\n`);
}

function explainLostSight(error: unknown, executionArn: string): unknown {
  const explanation = explainAwsError(error);
  if (explanation === undefined) return error;
  return new CliError([`cannot watch execution ${lastArnPart(executionArn)}: ${explanation}`], { cause: error });
}

/** Error text of SubmitJob. */
const NOT_FOUND = /\bJob(Definition|Queue) \S+ not found/;

/**
 * Lists the available job definitions and queues when a job failed because one does not exist.
 * @param reason - reason of the failure
 * @returns undefined for another failure, or when they cannot be listed
 */
async function findWhatExists(
  batch: BatchClient,
  reason: string | undefined,
  { interrupt: abortSignal }: Pick<CliContext, "interrupt">,
): Promise<string | undefined> {
  if (reason === undefined || !NOT_FOUND.test(reason)) return undefined;
  try {
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ status: "ACTIVE" }), {
      abortSignal,
    });
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}), { abortSignal });
    const definitions = listNames(jobDefinitions.map(({ jobDefinitionName }) => jobDefinitionName));
    const queues = listNames(jobQueues.map(({ jobQueueName }) => jobQueueName));
    return `This machine has job definition ${definitions} and job queue ${queues}.`;
  } catch {
    // Ignored: the failure of the job itself is already shown.
    return undefined;
  }
}

const listNames = (names: readonly (string | undefined)[]): string => [...new Set(names)].join(", ") || "(none)";
