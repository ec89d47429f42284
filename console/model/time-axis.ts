import type { JobResult } from "../../workflow/result/job-result";
import type { ExecutionModel } from "./execution-model";
import { isJobEnd, type JobPhase } from "./job-phases";
import type { Deadline, TimelineEntry } from "./progress/run-progress";

/** Times of an execution and its job, on one axis. */
export interface TimeAxis {
  readonly from: Date;
  readonly to: Date;
  /** Statuses of the job, in order. The last one of a job that has ended is a point. */
  readonly phases: readonly (JobPhase & { readonly to: Date })[];
  /** Attempts of a job that has ended and that had more than one. */
  readonly attempts: readonly AxisAttempt[];
  readonly polls: readonly Date[];
  /** Times at which an event of AWS Batch ended a wait. */
  readonly wakes: readonly Date[];
  /** Time of the next poll; undefined outside a wait. */
  readonly nextPollAt: Date | undefined;
  /** Deadlines of a running job, and those that an ended one has reached. */
  readonly deadlines: readonly Deadline[];
  /** Time from the end of the job until the workflow found it. */
  readonly notice: { readonly from: Date; readonly to: Date } | undefined;
}

interface AxisAttempt {
  readonly number: number;
  readonly from: Date;
  readonly to: Date;
  readonly exitCode: number | null;
}

/** Entry of the timeline, with the time that the job spent in the status. */
export interface TimesEntry extends TimelineEntry {
  readonly phase: JobPhase | undefined;
}

type ShownModel = Pick<
  ExecutionModel,
  "startedAt" | "closedAt" | "end" | "job" | "phases" | "polls" | "timeline" | "deadlines" | "progress"
>;

/** Largest distance of a deadline that the axis includes, in durations of the execution so far. */
const MAX_AHEAD = 1;

/**
 * Arranges the times of an execution on one axis.
 * @returns undefined before the first event
 */
export function findTimeAxis(model: ShownModel, now: Date): TimeAxis | undefined {
  const { startedAt: from, closedAt, end, phases, job, polls, timeline, progress } = model;
  if (from === undefined) return undefined;
  const until = closedAt ?? now;
  const last = phases.at(-1);
  const { noticedAt, from: endedAt } = last ?? {};
  const ahead = until.getTime() + MAX_AHEAD * (until.getTime() - from.getTime());
  const near = end === undefined ? model.deadlines.filter(({ at }) => at.getTime() <= ahead) : [];
  const nextPollAt = end === undefined ? progress.nextCheckAt : undefined;
  const to = latest([until, endedAt, noticedAt, nextPollAt, ...near.map(({ at }) => at)]);
  return {
    from,
    to,
    phases: phases.map((phase) => ({ ...phase, to: phase.to ?? (isJobEnd(phase) ? phase.from : until) })),
    attempts: findAttempts(job?.attempts ?? []),
    polls,
    wakes: timeline.filter(({ label }) => label === "EVENT").map(({ at }) => at),
    nextPollAt,
    deadlines: end === undefined ? model.deadlines : model.deadlines.filter(({ at }) => at <= to),
    notice: endedAt === undefined || noticedAt === undefined ? undefined : { from: endedAt, to: noticedAt },
  };
}

const latest = (times: readonly (Date | undefined)[]): Date =>
  new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));

function findAttempts(attempts: JobResult["attempts"]): readonly AxisAttempt[] {
  if (attempts.length < 2) return [];
  return attempts.flatMap(({ number, exitCode, startedAt, stoppedAt }) =>
    startedAt === null || stoppedAt === null
      ? []
      : [{ number, exitCode, from: new Date(startedAt), to: new Date(stoppedAt) }],
  );
}

/** Lists the timeline with the phases of the job. A phase without an entry, such as NOT FOUND, is added. */
export function listTimes({ timeline, phases }: Pick<ExecutionModel, "timeline" | "phases">): readonly TimesEntry[] {
  const findPhase = ({ label, at }: TimelineEntry): JobPhase | undefined =>
    phases.find(({ status, from }) => status === label && from.getTime() === at.getTime());
  const known = new Set<JobPhase | undefined>();
  const entries = timeline.map((entry) => {
    const phase = findPhase(entry);
    const isFirst = !known.has(phase);
    known.add(phase);
    return { ...entry, phase: isFirst ? phase : undefined };
  });
  const added = phases
    .filter((phase) => !known.has(phase))
    .map((phase): TimesEntry => ({ at: phase.from, label: phase.status, text: "", tone: "plain", phase }));
  return [...entries, ...added].sort((one, other) => one.at.getTime() - other.at.getTime());
}
