import type { ContainerProperties } from "../resources/container-schemas";
import type { EvaluateOnExit } from "../endpoint/common-schemas";
import type { JobFaults } from "../faults/job-faults";
import type { JobDefinition } from "../resources/job-definition";
import type { JobQueue } from "../resources/job-queue";
import type { Tags } from "../../tags";

export const JOB_STATUSES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const isTerminal = (status: JobStatus): boolean => status === "SUCCEEDED" || status === "FAILED";

interface JobDependency {
  readonly jobId?: string | undefined;
  readonly type?: "N_TO_N" | "SEQUENTIAL" | undefined;
}

/** Settings resolved from SubmitJob and the job definition. The children of an array job share them. */
export interface JobSettings {
  readonly parameters: Readonly<Record<string, string>>;
  /** Container of the job definition after overrides and parameter substitution. */
  readonly container: ContainerProperties;
  readonly retryStrategy: { readonly attempts: number; readonly evaluateOnExit: readonly EvaluateOnExit[] };
  /** Maximum duration of one attempt, in seconds. Undefined means no limit. */
  readonly attemptDurationSeconds: number | undefined;
  readonly dependsOn: readonly JobDependency[];
  readonly propagateTags: boolean;
  readonly shareIdentifier: string | undefined;
  readonly schedulingPriority: number | undefined;
}

export interface Attempt {
  /** Instance that runs the task. Undefined on Fargate. */
  readonly containerInstanceArn: string | undefined;
  readonly taskArn: string;
  readonly logStreamName: string;
  /** Milliseconds since 1970. Undefined if the container never started. */
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
  /** Increases with every job of the endpoint. The newest job has the highest number. */
  readonly sequence: number;
  readonly queue: JobQueue;
  readonly definition: JobDefinition;
  readonly settings: JobSettings;
  /** Effects of the loaded faults. The children of an array job share them. */
  readonly faults: JobFaults;
  /** Milliseconds since 1970, like all timestamps of a job. */
  readonly createdAt: number;
  tags: Tags;
  status: JobStatus;
  statusReason: string | undefined;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  isCancelled: boolean;
  isTerminated: boolean;
  /** Reason of a CancelJob call in RUNNABLE. Takes effect when the job would leave that state. */
  cancelReason: string | undefined;
  /** Every attempt, with the running attempt last. */
  readonly attempts: Attempt[];
  /** Set only on the parent of an array job. */
  readonly array: ArrayJob | undefined;
  /** Set only on a child of an array job. */
  readonly child: { readonly parent: Job; readonly index: number } | undefined;
  /** Aborted with a StopRequest by TerminateJob, CancelJob and close. */
  readonly stop: AbortController;
  /** Callbacks, each called once when the job is SUCCEEDED or FAILED. */
  readonly onFinished: (() => void)[];
}

/** Request to end a job before its command ends. */
export class StopRequest extends Error {
  override readonly name = "StopRequest";

  /** @param statusReason - status reason to set; undefined if the endpoint is closing and jobs no longer change */
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
