import { type JobStateChange, isTerminal, type JobStatus } from "local-aws";

interface Span {
  readonly beganAtMs: number;
  /** Infinity while it runs. */
  readonly endedAtMs: number;
}

/** Returns the start and end of each job that has run, by job ID. */
export function findSpans(changes: readonly JobStateChange[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { jobId, status, atMs } of changes) {
    const span = spans.get(jobId);
    if (status === "RUNNING" && span === undefined) spans.set(jobId, { beganAtMs: atMs, endedAtMs: Infinity });
    if (isTerminal(status) && span !== undefined) spans.set(jobId, { ...span, endedAtMs: atMs });
  }
  return spans;
}

/** Returns how long at least two jobs ran at the same time, in seconds. */
export function sumOverlapSeconds(changes: readonly JobStateChange[]): number {
  const steps = [...findSpans(changes).values()]
    .flatMap(({ beganAtMs, endedAtMs }) => [
      { atMs: beganAtMs, change: 1 },
      { atMs: endedAtMs, change: -1 },
    ])
    .sort((one, other) => one.atMs - other.atMs || one.change - other.change);
  let running = 0;
  let overlapMs = 0;
  for (const [index, { atMs, change }] of steps.entries()) {
    if (running > 1) overlapMs += atMs - (steps[index - 1]?.atMs ?? atMs);
    running += change;
  }
  return overlapMs / 1_000;
}

/** Returns the latest status of each job, by job ID. */
export const findStatuses = (changes: readonly JobStateChange[]): ReadonlyMap<string, JobStatus> =>
  new Map(changes.map(({ jobId, status }) => [jobId, status]));
