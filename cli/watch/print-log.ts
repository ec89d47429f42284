import type { LogEntry } from "../../console/log/log-entry";
import { LogFollower, type FollowedJob } from "../../console/log/log-follower";
import type { LogSource } from "../../console/log/log-source";
import { parseJson } from "../../console/model/job-result-schema";
import { findResultOf } from "../../console/model/progress/fold-end";
import { foldEvent } from "../../console/model/progress/fold-event";
import { NO_PROGRESS, type RunProgress } from "../../console/model/progress/run-progress";
import type { Clock } from "local-aws";
import * as z from "zod";
import { CliError } from "../cli-error";
import { SILENT_DISPLAY } from "../render/live-display";
import type { AwsClients } from "../target/aws-clients";
import { fetchEventsAfter } from "./fetch-events";
import { followWatchedLog } from "./follow-watched-log";
import { createLogSource } from "./log-source";
import { selectAttempt } from "./select-attempt";
import { watchExecution } from "./watch-execution";
import type { WatchPace } from "./watch-pace";

export interface PrintLogOptions {
  readonly clients: AwsClients;
  readonly executionArn: string;
  readonly clock: Pick<Clock, "now" | "sleep">;
  readonly pace: WatchPace;
  readonly interrupt: AbortSignal;
  /** Attempt, starting at 1; undefined for all. */
  readonly attempt: number | undefined;
  /** Index of the child of an array job. */
  readonly index: number | undefined;
  readonly onEntries: (entries: readonly LogEntry[]) => void;
  /** Receives the reason why the log cannot be read, when a note reports it. */
  readonly onProblem: (reason: string) => void;
}

/** Execution and its job, as found at the start. */
export interface FoundJob {
  readonly progress: RunProgress;
  /** Number of children of an array job; 0 for another job, undefined for an attached job, which may be either. */
  readonly arraySize: number | undefined;
}

const inputSchema = z.object({
  jobId: z.string().nullish(),
  arrayProperties: z.object({ size: z.number().nullish() }).nullish(),
});

/** Maximum number of consecutive reads without lines before the end of the log. */
const MAX_EMPTY_READS = 20;

/** Reads the history of an execution. */
export async function findJob({ clients, executionArn, interrupt }: PrintLogOptions): Promise<FoundJob> {
  const events = await fetchEventsAfter(clients.stepFunctions, executionArn, 0, { abortSignal: interrupt });
  const progress = events.reduce((before, event) => foldEvent(before, event).progress, NO_PROGRESS);
  return { progress, arraySize: findArraySize(events[0]?.executionStartedEventDetails?.input) };
}

/**
 * Passes on all lines that the log has now.
 * @throws CliError when the log cannot be read to its end
 */
export async function readLog(options: PrintLogOptions, { progress }: Pick<FoundJob, "progress">): Promise<void> {
  const { clock, pace, interrupt } = options;
  const follower = createFollower(options);
  const job = findFollowedJob(options, progress);
  let emptyReads = 0;
  while (!interrupt.aborted) {
    const { entries, atEnd } = await follower.read(job, clock.now(), interrupt);
    showAll(options, entries);
    if (atEnd) return;
    emptyReads = entries.length > 0 ? 0 : emptyReads + 1;
    if (emptyReads === MAX_EMPTY_READS) throw new CliError(["the log could not be read to its end; try again"]);
    await clock.sleep(pace.log.backlogMs, interrupt).catch(() => undefined);
  }
}

/** Passes on the lines of a running execution until its end. @returns progress; without `end` when interrupted */
export async function followLogOf(options: PrintLogOptions): Promise<RunProgress> {
  const { clients, executionArn, clock, pace, interrupt } = options;
  const following = followWatchedLog({
    follower: createFollower(options),
    clock,
    pace: pace.log,
    interrupt,
    toLogProgress: ({ jobId, end }) => ({
      jobId: childOf(jobId, options),
      end: end && (isPart(options) ? withoutResult(end) : end),
    }),
    onEntries: (entries) => {
      showAll(options, entries);
    },
  });
  return watchExecution({
    stepFunctions: clients.stepFunctions,
    executionArn,
    clock,
    pace,
    display: SILENT_DISPLAY,
    interrupt,
    onProgress: following.onProgress,
  }).finally(following.finish);
}

/** Heading of an attempt in the log of several. */
const ATTEMPT_HEADING = /^attempt \d+:$/;

/** Omits the headings of other attempts. */
function showAll({ attempt, onEntries }: PrintLogOptions, entries: readonly LogEntry[]): void {
  const isShown = ({ kind, text }: LogEntry): boolean =>
    attempt === undefined || kind === "line" || !ATTEMPT_HEADING.test(text);
  const shown = entries.filter(isShown);
  if (shown.length > 0) onEntries(shown);
}

/** Whether only a part of the job's log is wanted, which the result of the execution does not identify. */
const isPart = ({ attempt, index }: PrintLogOptions): boolean => attempt !== undefined || index !== undefined;

const withoutResult = (end: NonNullable<RunProgress["end"]>) => ({ ...end, output: undefined, cause: undefined });

const childOf = (jobId: string | undefined, { index }: PrintLogOptions): string | undefined =>
  jobId === undefined || index === undefined ? jobId : `${jobId}:${index}`;

function createFollower({ clients, attempt, pace, onProblem }: PrintLogOptions): LogFollower {
  const given = createLogSource(clients);
  const all: LogSource = {
    ...given,
    explainError: (error) => {
      const reason = given.explainError(error);
      onProblem(reason);
      return reason;
    },
  };
  const source = attempt === undefined ? all : selectAttempt(all, attempt);
  return new LogFollower({ source, describeMs: pace.log.describeMs, tailLines: undefined });
}

/** The result has the log streams of all attempts; DescribeJobs has those of a running job and of a child. */
function findFollowedJob(options: PrintLogOptions, { jobId, end }: RunProgress): FollowedJob {
  const found = end === undefined || options.index !== undefined ? undefined : findResultOf(end);
  const { attempt } = options;
  const result =
    found === undefined || attempt === undefined
      ? found
      : { ...found, attempts: found.attempts.filter(({ number }) => number === attempt) };
  return { jobId: childOf(jobId, options), result, hasEnded: result !== undefined };
}

function findArraySize(input: string | undefined): number | undefined {
  const { jobId, arrayProperties } = inputSchema.safeParse(parseJson(input)).data ?? {};
  return typeof jobId === "string" ? undefined : (arrayProperties?.size ?? 0);
}
