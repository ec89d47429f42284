import type { ContainerProperties } from "../resources/container-schemas";
import type { EvaluateOnExit } from "../endpoint/common-schemas";
import type { JobFate } from "../faults/job-fate";
import type { JobDefinition } from "../resources/job-definition";
import type { JobQueue } from "../resources/job-queue";
import type { Tags } from "../resources/tags";

export const JOB_STATUSES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const isTerminal = (status: JobStatus): boolean => status === "SUCCEEDED" || status === "FAILED";

export interface JobDependency {
  readonly jobId?: string | undefined;
  readonly type?: "N_TO_N" | "SEQUENTIAL" | undefined;
}

/** What SubmitJob and the job definition settle together; the children of an array job share it. */
export interface JobSettings {
  readonly parameters: Readonly<Record<string, string>>;
  /** The definition's container after overrides and parameter substitution. */
  readonly container: ContainerProperties;
  readonly retryStrategy: { readonly attempts: number; readonly evaluateOnExit: readonly EvaluateOnExit[] };
  /** Longest time of one attempt, in seconds; undefined for no limit. */
  readonly attemptDurationSeconds: number | undefined;
  readonly dependsOn: readonly JobDependency[];
  readonly propagateTags: boolean;
  readonly shareIdentifier: string | undefined;
  readonly schedulingPriority: number | undefined;
}

export interface Attempt {
  readonly taskArn: string;
  readonly logStreamName: string;
  /** Milliseconds since 1970; undefined when the container never started. */
  startedAt?: number;
  stoppedAt?: number;
  statusReason?: string;
  exitCode?: number;
  reason?: string;
}

export interface ArrayJob {
  readonly size: number;
  /** Empty until the parent is PENDING. */
  readonly children: Job[];
  readonly statusSummary: Record<JobStatus, number>;
  statusSummaryLastUpdatedAt: number;
}

export interface Job {
  readonly jobId: string;
  readonly jobArn: string;
  readonly jobName: string;
  /** Counts up with every job of the endpoint: newest first is highest first. */
  readonly sequence: number;
  readonly queue: JobQueue;
  readonly definition: JobDefinition;
  readonly settings: JobSettings;
  /** What the endpoint's faults mean for it; the children of an array job share it. */
  readonly fate: JobFate;
  /** Milliseconds since 1970, as all times of a job. */
  readonly createdAt: number;
  tags: Tags;
  status: JobStatus;
  statusReason: string | undefined;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  isCancelled: boolean;
  isTerminated: boolean;
  /** Reason given with CancelJob while RUNNABLE; takes effect when the job would leave that state. */
  cancelReason: string | undefined;
  /** Every attempt, the running one last. */
  readonly attempts: Attempt[];
  /** Present on the parent of an array job. */
  readonly array: ArrayJob | undefined;
  /** Present on a child of an array job. */
  readonly child: { readonly parent: Job; readonly index: number } | undefined;
  /** Aborted with a StopRequest by TerminateJob, CancelJob and close. */
  readonly stop: AbortController;
  /** Called once each when the job has become SUCCEEDED or FAILED. */
  readonly onFinished: (() => void)[];
}

/** Why a job must end before its command does. */
export class StopRequest extends Error {
  override readonly name = "StopRequest";

  /** @param statusReason - what the job shows afterwards; undefined when the endpoint closes and nothing changes any more */
  constructor(readonly statusReason: string | undefined) {
    super(statusReason ?? "the local Batch endpoint is closing");
  }
}

/** Resolves when the job is SUCCEEDED or FAILED. */
export function whenFinished(job: Job): Promise<void> {
  if (isTerminal(job.status)) return Promise.resolve();
  return new Promise((resolve) => {
    job.onFinished.push(resolve);
  });
}
