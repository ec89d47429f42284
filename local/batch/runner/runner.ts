/** One attempt of a job, as something that can be run. */
export interface JobRun {
  readonly jobId: string;
  readonly jobName: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Index in the array job, counted from 0; undefined for other jobs. */
  readonly arrayIndex: number | undefined;
  /** Program and arguments; no shell is involved. */
  readonly command: readonly string[];
  /** The job's own variables and those of Batch, and nothing of the endpoint's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface JobExit {
  /** 0..255; undefined when there is none, as for a lost host. */
  readonly exitCode?: number | undefined;
  /** What the container runtime says, such as `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string | undefined;
  /** @default "Essential container in task exited" */
  readonly statusReason?: string | undefined;
}

export interface JobProcess {
  /** Never rejects. */
  readonly exit: Promise<JobExit>;
  /** Asks the process to end (SIGTERM) and ends it 30 s later if it has not (SIGKILL), as Batch does. Idempotent. */
  stop(): void;
}

/** The container could not be started; the message is the container's `reason`, if there is one. */
export class JobStartError extends Error {
  override readonly name = "JobStartError";

  /** @param statusReason - what the task says; @default "Task failed to start" */
  constructor(
    reason?: string,
    readonly statusReason?: string,
  ) {
    super(reason);
  }
}

/** What stands in for the container runtime. */
export interface JobRunner {
  /** Most attempts at one time; further jobs wait in RUNNABLE. */
  readonly maxRunning: number;
  /**
   * @param onLogLine - gets each line that the job writes, without its line end
   * @throws JobStartError when the command cannot be started
   */
  start(run: JobRun, onLogLine: (line: string) => void): Promise<JobProcess>;
  /** Kills what still runs, and waits until it is gone. */
  close(): Promise<void>;
}
