import type { FailureCategory } from "./failure";

export { formatCause } from "./fit-result";

/** One attempt of a job. Times are ISO 8601 in UTC; what Batch did not say is null. */
export interface JobResultAttempt {
  /** Counted from 1. */
  readonly number: number;
  readonly exitCode: number | null;
  readonly reason: string | null;
  readonly startedAt: string | null;
  readonly stoppedAt: string | null;
  readonly logStreamName: string | null;
}

/**
 * Result of a run: the output of a successful execution, and the Cause (as compact JSON) of a failed one. Every field
 * is always there; what is not known is null.
 */
export interface JobResult {
  readonly jobId: string | null;
  readonly jobArn: string | null;
  readonly jobName: string | null;
  /** The job's last known status in Batch; null when no job was submitted. */
  readonly status: string | null;
  /** Why the run failed; null when it succeeded. */
  readonly category: FailureCategory | null;
  /** Whether the same request may well succeed when made again. */
  readonly retryable: boolean;
  /** Exit code of the last attempt's container; null, never 0, when no container said one. */
  readonly exitCode: number | null;
  readonly statusReason: string | null;
  readonly containerReason: string | null;
  readonly attempts: readonly JobResultAttempt[];
  /** CloudWatch log group of the job's containers; null when the job logs elsewhere. */
  readonly logGroup: string | null;
  /** The last attempt's log stream in the CloudWatch console. */
  readonly logUrl: string | null;
  /** The job in the Batch console. */
  readonly consoleUrl: string | null;
  readonly createdAt: string | null;
  readonly startedAt: string | null;
  readonly stoppedAt: string | null;
  /** Seconds from creation to the last attempt's start, or to the end when no attempt started. */
  readonly queuedSeconds: number | null;
  /** Seconds from the last attempt's start to its end. */
  readonly runSeconds: number | null;
  /** Number of polls; 0 with the `sync` integration. */
  readonly polls: number;
  /** Whether the job was found, after a submission whose reply was lost, rather than submitted again. */
  readonly reused: boolean;
  /** IDs of jobs that the same execution had submitted too, and that were terminated. */
  readonly duplicates: readonly string[];
}

/** A result that knows nothing yet. */
export const EMPTY_RESULT: JobResult = {
  jobId: null,
  jobArn: null,
  jobName: null,
  status: null,
  category: null,
  retryable: false,
  exitCode: null,
  statusReason: null,
  containerReason: null,
  attempts: [],
  logGroup: null,
  logUrl: null,
  consoleUrl: null,
  createdAt: null,
  startedAt: null,
  stoppedAt: null,
  queuedSeconds: null,
  runSeconds: null,
  polls: 0,
  reused: false,
  duplicates: [],
};
