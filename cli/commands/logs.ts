import { createScaledClock } from "local-aws";
import type { LogEntry } from "../../console/log/log-entry";
import { lastArnPart } from "../../workflow/arn";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { EXIT_CODE } from "../exit-code";
import type { CommonOptions, Screen } from "../screen";
import type { Target, TargetOptions } from "../target/open-target";
import { composeExecutionArn } from "../target/step-functions-arn";
import { findJob, followLogOf, readLog, type FoundJob, type PrintLogOptions } from "../watch/print-log";
import { AWS_PACE, localPace } from "../watch/watch-pace";
import { withTarget } from "./with-target";

export interface LogsOptions extends CommonOptions, TargetOptions {
  /** Prints new lines until the execution has ended. */
  readonly follow?: boolean | undefined;
  /** Attempt, starting at 1. */
  readonly attempt?: number | undefined;
  /** Index of the child of an array job. */
  readonly index?: number | undefined;
  /** Prints the time before each line. */
  readonly timestamps?: boolean | undefined;
}

/**
 * Prints the log of an execution's job on stdout, and notes on stderr.
 * @returns exit code; 2 when following was interrupted
 * @throws CliError when the log cannot be read, or the child of an array job is not chosen
 */
export async function logs(execution: string, options: LogsOptions, context: CliContext): Promise<number> {
  if (options.json === true && options.follow === true)
    throw new CliError(["--json cannot be combined with --follow, because it prints all lines at the end"]);
  return withTarget(options, context, execution, async (target, screen) => {
    const printer = createPrinter(options, context, screen);
    let problem: string | undefined;
    const request = createRequest(execution, options, target, context, {
      onEntries: printer.print,
      onProblem: (reason) => {
        problem = reason;
      },
    });
    const found = await findJob(request);
    checkIndex(lastArnPart(request.executionArn), options, found);
    const isFollowed = options.follow === true && found.progress.end === undefined;
    const progress = isFollowed ? await followLogOf(request) : found.progress;
    // The end of a job can come before its log stream is known.
    if (!isFollowed || (progress.end !== undefined && printer.lines.length === 0)) await readLog(request, { progress });
    if (problem !== undefined && (!isFollowed || printer.lines.length === 0))
      throw new CliError([`cannot read the log of ${lastArnPart(request.executionArn)}: ${problem}`]);
    if (screen.json) screen.result(printer.lines);
    else if (printer.lines.length === 0) screen.say(explainNothing({ ...found, progress }));
    return isFollowed && progress.end === undefined ? EXIT_CODE.endedOtherwise : EXIT_CODE.succeeded;
  });
}

function createRequest(
  execution: string,
  { attempt, index }: LogsOptions,
  { clients, stateMachineArn, isLocal }: Target,
  { interrupt }: CliContext,
  handlers: Pick<PrintLogOptions, "onEntries" | "onProblem">,
): PrintLogOptions {
  return {
    clients,
    executionArn: composeExecutionArn(execution, stateMachineArn),
    clock: createScaledClock(1),
    pace: isLocal ? localPace(1) : AWS_PACE,
    interrupt,
    attempt,
    index,
    ...handlers,
  };
}

interface Line {
  readonly time: string;
  readonly message: string;
}

/** Prints lines as they arrive. With --json, collects them; otherwise, keeps only the first one. */
function createPrinter({ timestamps }: LogsOptions, { stdout }: CliContext, screen: Screen) {
  const lines: Line[] = [];
  const print = (entries: readonly LogEntry[]): void => {
    for (const { kind, atMs, text } of entries) {
      const time = new Date(atMs ?? 0).toISOString();
      if (kind === "note") {
        screen.say(screen.paint("notice", text));
        continue;
      }
      if (screen.json || lines.length === 0) lines.push({ time, message: text });
      if (!screen.json) stdout.write(timestamps === true ? `${time} ${text}\n` : `${text}\n`);
    }
  };
  return { lines, print };
}

/** @throws CliError when the index does not fit to the job */
function checkIndex(name: string, { index }: LogsOptions, { arraySize }: FoundJob): void {
  if (arraySize === undefined) return;
  if (arraySize === 0 && index !== undefined)
    throw new CliError([`--index requires an array job, but the job of ${name} is none`]);
  if (arraySize > 0 && (index === undefined || index >= arraySize))
    throw new CliError([
      `the job of ${name} is an array job, whose children have a log each; choose one with --index 0 to ${arraySize - 1}`,
    ]);
}

function explainNothing({ progress: { jobId, end } }: FoundJob): string {
  if (jobId === undefined && end === undefined) return "The execution has not submitted its job yet; --follow waits.";
  if (end === undefined) return "The log has no lines yet; --follow waits for them.";
  return "The job has no log, or its log is empty.";
}
