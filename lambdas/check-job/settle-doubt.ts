import { EARLY_LOOKS } from "../../workflow/pacing";
import { isTerminal, isTime } from "../../workflow/result/job";
import type { JobWatch } from "../../workflow/result/job-watch";
import type { DescribedJob } from "../shared/batch-api";
import { byAge, findSubmittedJobs, terminateDuplicate, workOfJob, type SubmittedJob } from "../shared/submitted-jobs";
import type { Poll } from "./conclude-run";

type Doubt = NonNullable<JobWatch["doubt"]>;

/**
 * Minimum time from a doubtful submission to the end of the run, in seconds. ListJobs may lag by minutes; AWS
 * documents no bound.
 */
const SETTLE_SECONDS = 180;
/** Maximum number of looks that delay the end of a run, 10 s apart. */
const MAX_LOOKS = EARLY_LOOKS + 18;

/** Tolerance for the times of submissions, in milliseconds. */
const TOLERANCE_MS = 10_000;

interface Settled {
  readonly watch: JobWatch;
  readonly job: DescribedJob | undefined;
  /** Whether the run may end: no other submission is likely to appear, and none is still stopping. */
  readonly isSettled: boolean;
}

/**
 * Looks for other jobs that `Submit Job` may have submitted for this execution, keeps one and terminates the others.
 * A job that has SUCCEEDED is kept, or else the oldest.
 * @param job - the watched job; undefined when Batch does not know it
 * @throws BatchApiError when a call fails; the poll must then be repeated before the run can end
 */
export async function settleDoubt(poll: Poll, given: Doubt, job?: DescribedJob): Promise<Settled> {
  const { batch, log, watch } = poll;
  const doubt = {
    ...given,
    looks: given.looks + 1,
    // Until the job is seen, lastSeenAt is when Submit Job ended.
    since: given.since ?? watch.lastSeenAt,
    fromMs: given.fromMs ?? findEarliest(watch, job),
  };
  const found = await findTwins(poll, doubt, job);
  const known = job === undefined || found.some(({ jobId }) => jobId === job.jobId) ? found : [job, ...found];
  const [kept] = known
    .filter((each) => mayBeKept(each, watch))
    .sort(byAge)
    .sort(bySuccess);
  if (kept === undefined) return { watch: { ...watch, doubt }, job, isSettled: true };
  const others = known.filter((each) => each !== kept);
  for (const other of others) await terminateDuplicate(batch, other, kept.jobId, watch.executionArn);
  // The watched job may exist although Batch does not show it now.
  const jobIds = new Set([...watch.duplicates, watch.jobId, ...others.map(({ jobId }) => jobId)]);
  const duplicates = [...jobIds].filter((jobId) => jobId !== kept.jobId);
  if (duplicates.some((jobId) => !watch.duplicates.includes(jobId)))
    log.warn({ message: "found other jobs that this execution submitted", jobId: kept.jobId, duplicates });
  return {
    watch: {
      ...watch,
      doubt,
      jobId: kept.jobId,
      reused: watch.reused || kept.jobId !== watch.jobId,
      duplicates,
    },
    job: kept,
    isSettled:
      doubt.looks >= MAX_LOOKS || (isOld(doubt.since, poll) && others.every(({ status }) => isTerminal(status))),
  };
}

const isOld = (since: string, { nowMs }: Poll): boolean => nowMs - Date.parse(since) >= SETTLE_SECONDS * 1000;

async function findTwins(
  { batch, watch, nowMs }: Poll,
  { jobQueue, jobDefinition, fromMs }: Doubt,
  job: DescribedJob | undefined,
): Promise<SubmittedJob[]> {
  const found = await findSubmittedJobs(batch, {
    jobName: String(watch.jobName),
    jobQueue,
    executionArn: watch.executionArn,
    executionStartedAtMs: Date.parse(watch.executionStartedAt),
    nowMs,
    work: { ...(job && workOfJob(job)), jobDefinition },
  });
  return found.filter(({ createdAt }) => fromMs === null || createdAt === undefined || createdAt >= fromMs);
}

/**
 * Returns the earliest time at which this execution can have submitted a job, on Batch's clock. A job that is older
 * was submitted by another caller, whatever its tag says.
 */
function findEarliest({ executionStartedAt, lastSeenAt }: JobWatch, job: DescribedJob | undefined): number | null {
  const createdAt = job?.createdAt;
  if (!isTime(createdAt)) return null;
  return createdAt - (Date.parse(lastSeenAt) - Date.parse(executionStartedAt)) - TOLERANCE_MS;
}

/** Excludes jobs that an earlier look terminated: the job that it kept may only be hidden for a while. */
const mayBeKept = ({ jobId, status }: SubmittedJob, { duplicates }: JobWatch): boolean =>
  status === "SUCCEEDED" || !duplicates.includes(jobId);

const bySuccess = (one: SubmittedJob, other: SubmittedJob): number => rank(one) - rank(other);

const rank = ({ status }: SubmittedJob): number => (status === "SUCCEEDED" ? 0 : 1);

/** Returns whether this poll may end the run. It must then look for other submissions. */
export const mayEnd = ({ watch, isBudgetSpent }: Poll, job: DescribedJob | undefined): boolean =>
  job === undefined || isTerminal(job.status) || watch.termination !== null || isBudgetSpent;
