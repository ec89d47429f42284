import type { Failure } from "./failure";

/**
 * The part of Batch's JobDetail that this project reads, spelled as in the API. Times are milliseconds since 1970.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html
 */
export interface Job {
  readonly jobId?: string | undefined;
  readonly jobArn?: string | undefined;
  readonly jobName?: string | undefined;
  readonly status?: string | undefined;
  readonly statusReason?: string | undefined;
  readonly createdAt?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  readonly isTerminated?: boolean | undefined;
  readonly isCancelled?: boolean | undefined;
  readonly container?: JobContainer | undefined;
  readonly attempts?: readonly JobAttempt[] | undefined;
  readonly ecsProperties?: TaskProperties | undefined;
  readonly eksProperties?: PodProperties | undefined;
  readonly eksAttempts?: readonly (Omit<JobAttempt, "container" | "taskProperties"> & PodContainers)[] | undefined;
  readonly nodeProperties?:
    | { readonly mainNode?: number | undefined; readonly nodeRangeProperties?: readonly NodeRange[] | undefined }
    | undefined;
  readonly arrayProperties?:
    | {
        readonly size?: number | undefined;
        readonly index?: number | undefined;
        readonly statusSummary?: Readonly<Record<string, number>> | undefined;
      }
    | undefined;
  /** Not in the API: why the children of an array job failed, as ended-job.ts found it. */
  readonly failure?: Failure | undefined;
}

/** Containers of a job that has several; `container` is empty then. */
export interface TaskProperties {
  readonly taskProperties?: readonly { readonly containers?: readonly JobContainer[] | undefined }[] | undefined;
}

/** Containers of a job on EKS. */
export interface PodContainers {
  readonly containers?: readonly JobContainer[] | undefined;
  readonly initContainers?: readonly JobContainer[] | undefined;
}

interface PodProperties {
  readonly podProperties?: PodContainers | undefined;
}

/** Nodes of a multi-node job that run the same containers. */
export interface NodeRange {
  /** "0:1", "0:", ":3" or "0"; a range inside another one overrides it. */
  readonly targetNodes?: string | undefined;
  readonly container?: JobContainer | undefined;
  readonly ecsProperties?: TaskProperties | undefined;
  readonly eksProperties?: PodProperties | undefined;
}

export interface JobContainer {
  readonly name?: string | undefined;
  /** Whether the job ends with it; only a job of several containers says so. */
  readonly essential?: boolean | undefined;
  /** Containers that this one waits for. */
  readonly dependsOn?:
    readonly { readonly containerName?: string | undefined; readonly condition?: string | undefined }[] | undefined;
  /** Not in the API: an init container of a pod, which every other container waits for. */
  readonly isInit?: boolean | undefined;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly logStreamName?: string | undefined;
  readonly logConfiguration?:
    | { readonly logDriver?: string | undefined; readonly options?: Readonly<Record<string, string>> | undefined }
    | undefined;
}

export interface JobAttempt extends TaskProperties {
  readonly container?: JobContainer | undefined;
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  readonly statusReason?: string | undefined;
}

/** A reason; undefined where there is none, for which ECS and Kubernetes may give an empty text. */
export const findText = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

/** Whether this is a number of milliseconds that a Date can hold. Batch's times are not trusted to be. */
export const isTime = (timeMs: unknown): timeMs is number => typeof timeMs === "number" && Math.abs(timeMs) <= 8.64e15;

/** Log group of jobs whose definition names none. */
export const DEFAULT_LOG_GROUP = "/aws/batch/job";

/**
 * Statuses in which a job stays for good. FAILED comes after the last attempt.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
 */
export const TERMINAL_STATUSES = ["SUCCEEDED", "FAILED"];
const WAITING_STATUSES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING"] as const;
/** Statuses of a job that has not ended, in the order in which it goes through them. */
export const UNFINISHED_STATUSES = [...WAITING_STATUSES, "RUNNING"] as const;

const isOneOf = (statuses: readonly string[], status: string | undefined): boolean =>
  status !== undefined && statuses.includes(status);

export function isTerminal(status: string | undefined): boolean {
  return isOneOf(TERMINAL_STATUSES, status);
}

/** Whether this is a status that Batch is known to use; a new one is waited through, not treated as an end. */
export function isKnownStatus(status: string | undefined): boolean {
  return isTerminal(status) || isOneOf(UNFINISHED_STATUSES, status);
}

/**
 * Returns the progress of a job as a status. The parent of an array job says PENDING while its children run, so it is
 * judged by the child that has come furthest.
 */
export function progressStatus(job: Job): string | undefined {
  const summary = job.arrayProperties?.statusSummary;
  if (job.status !== "PENDING" || summary === undefined) return job.status;
  const count = (status: string): number => summary[status] ?? 0;
  if (count("RUNNING") + count("SUCCEEDED") + count("FAILED") > 0) return "RUNNING";
  return ["STARTING", "RUNNABLE"].find((status) => count(status) > 0) ?? job.status;
}

/** Whether an attempt of the job, or a child of an array job, has begun to run. */
export function hasBegunToRun(job: Job): boolean {
  const { attempts = [], eksAttempts = [] } = job;
  return attempts.length > 0 || eksAttempts.length > 0 || progressStatus(job) === "RUNNING";
}

/**
 * Whether the job still waits to run; an unknown status counts as running, so that no deadline of the queue ends it.
 */
export function isQueued(job: Job): boolean {
  return isOneOf(WAITING_STATUSES, progressStatus(job));
}
