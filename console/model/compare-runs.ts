import type { JobResult } from "../../workflow/result/job-result";
import { formatDuration } from "../format/format-duration";
import { clip } from "../format/visible-text";
import { parseJson } from "./job-result-schema";

/** Facts of an execution that are compared. */
export interface ComparedRun {
  readonly startedAt: Date;
  /** The current time for a running execution. */
  readonly endedAt: Date;
  /** Input as JSON text. */
  readonly input: string;
  readonly job: JobResult | undefined;
}

/** Row of a comparison. */
export interface Comparison {
  readonly name: string;
  readonly now: string;
  readonly before: string;
}

/** Compares two executions: durations, attempts and the fields of the input that differ. */
export function compareRuns(now: ComparedRun, before: ComparedRun): readonly Comparison[] {
  const row = (name: string, describe: (run: ComparedRun) => string): Comparison => ({
    name,
    now: describe(now),
    before: describe(before),
  });
  return [
    row("Duration", ({ startedAt, endedAt }) => formatDuration((endedAt.getTime() - startedAt.getTime()) / 1000)),
    row("Job queued", ({ job }) => describeSeconds(job?.queuedSeconds)),
    row("Job ran", ({ job }) => describeSeconds(job?.runSeconds)),
    row("Attempts", ({ job }) => (job === undefined ? NONE : String(job.attempts.length))),
    ...compareInputs(parseJson(now.input), parseJson(before.input), ""),
  ];
}

const NONE = "–";
/** Maximum number of differences between the inputs. */
const MAX_DIFFERENCES = 20;

const describeSeconds = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? NONE : formatDuration(seconds);

/** Lists the values of two inputs that differ, by path. Lists are compared as a whole. */
function compareInputs(now: unknown, before: unknown, path: string): readonly Comparison[] {
  if (JSON.stringify(now) === JSON.stringify(before)) return [];
  if (!isObject(now) || !isObject(before))
    return [{ name: path === "" ? "Input" : path, now: describe(now), before: describe(before) }];
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])];
  return names
    .flatMap((name) => compareInputs(now[name], before[name], path === "" ? name : `${path}.${name}`))
    .slice(0, MAX_DIFFERENCES);
}

/** Maximum length of a compared value, in characters. */
const MAX_VALUE_LENGTH = 200;

const describe = (value: unknown): string =>
  value === undefined ? NONE : clip(typeof value === "string" ? value : JSON.stringify(value), MAX_VALUE_LENGTH);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
