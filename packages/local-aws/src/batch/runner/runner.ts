import type { ContainerProperties } from "../resources/container-schemas";

/** Exit code of a process that SIGTERM has ended: 128 + 15. */
export const TERMINATED_EXIT_CODE = 143;
/** Exit code of a process that SIGKILL has ended: 128 + 9. */
export const KILLED_EXIT_CODE = 137;
/**
 * Time from SIGTERM to SIGKILL, in milliseconds of the clock.
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html
 */
export const STOP_GRACE_MS = 30_000;

/** One attempt of a job to run. */
export interface JobRun {
  readonly jobId: string;
  readonly jobName: string;
  /** Attempt number, starting at 1. */
  readonly attempt: number;
  /** Index in the array job, starting at 0. Undefined for other jobs. */
  readonly arrayIndex: number | undefined;
  /** Program and arguments. No shell is involved. */
  readonly command: readonly string[];
  /** Variables of the job and of Batch. Excludes the environment of the endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  /** Container of the job definition, after overrides. */
  readonly container: ContainerProperties;
  /** Platform of the job queue. */
  readonly platform: "EC2" | "FARGATE";
}

export interface JobExit {
  /** Exit code from 0 to 255. Undefined if there is none, for example after a lost host. */
  readonly exitCode?: number | undefined;
  /** Message of the container runtime, such as `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string | undefined;
  /** @default "Essential container in task exited" */
  readonly statusReason?: string | undefined;
}

export interface JobProcess {
  /** Never rejects. */
  readonly exit: Promise<JobExit>;
  /** Sends SIGTERM and, if the process is still running 30 s later, SIGKILL, as AWS Batch does. Idempotent. */
  stop(): void;
}

/** Error when a container cannot be started. The message is the container's `reason`, if there is one. */
export class JobStartError extends Error {
  override readonly name = "JobStartError";

  /** @param statusReason - status reason of the task @default "Task failed to start" */
  constructor(
    reason?: string,
    readonly statusReason?: string,
  ) {
    super(reason);
  }
}

/** Replacement for the container runtime. */
export interface JobRunner {
  /** Maximum concurrent attempts. Further jobs wait in RUNNABLE. */
  readonly maxRunning: number;
  /**
   * @param onLogLine - called with each line that the job writes, without the line end
   * @throws JobStartError if the command cannot be started
   */
  start(run: JobRun, onLogLine: (line: string) => void): Promise<JobProcess>;
  /** Kills all running processes and waits until they have exited. */
  close(): Promise<void>;
}
