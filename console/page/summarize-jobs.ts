import type { ExecutionListReply } from "../api/replies";

type Item = ExecutionListReply["executions"][number];

/** Ended executions of jobs with one name. */
export interface JobSummary {
  readonly jobName: string;
  /** Executions that have ended, oldest first, at most the last 30. */
  readonly runs: readonly JobRun[];
  readonly count: number;
  readonly failed: number;
  /** Median duration of the runs that succeeded, in seconds; undefined if none did. */
  readonly medianSeconds: number | undefined;
}

interface JobRun {
  readonly name: string;
  readonly seconds: number;
  readonly succeeded: boolean;
}

/** Number of runs in a trend. */
const MAX_RUNS = 30;

/** Summarizes ended executions by job name, the most frequent job first. @param items - newest first */
export function summarizeJobs(items: readonly Item[]): readonly JobSummary[] {
  const runs = new Map<string, JobRun[]>();
  for (const { name, status, startedAt, closedAt, details } of [...items].reverse()) {
    const jobName = details?.jobName ?? null;
    if (jobName === null || closedAt === null) continue;
    const seconds = (Date.parse(closedAt) - Date.parse(startedAt)) / 1000;
    runs.set(jobName, [...(runs.get(jobName) ?? []), { name, seconds, succeeded: status === "SUCCEEDED" }]);
  }
  return [...runs]
    .map(([jobName, all]) => ({
      jobName,
      runs: all.slice(-MAX_RUNS),
      count: all.length,
      failed: all.filter(({ succeeded }) => !succeeded).length,
      medianSeconds: median(all.filter(({ succeeded }) => succeeded).map(({ seconds }) => seconds)),
    }))
    .sort((one, other) => other.count - one.count);
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
