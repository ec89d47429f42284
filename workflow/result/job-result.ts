import type { FailureCategory } from "./failure";

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

/**
 * Longest Cause that Step Functions keeps, in characters.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const MAX_CAUSE_CHARACTERS = 32_768;
/**
 * Longest result in a state's output, in bytes of UTF-8: the limit is 262,144, and the output wraps the result.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const MAX_OUTPUT_BYTES = 250_000;

/** Limits for a result that is too long. */
interface Cut {
  /** Longest text, in characters. */
  readonly limit: number;
  /** Whether only the reasons are cut; otherwise every text is. */
  readonly reasonsOnly: boolean;
  /** Attempts kept, from the last one; at most as many duplicates are kept. */
  readonly items: number;
}

/**
 * Tried until the result fits. First the reasons become shorter, of which Batch's own have at most 1,024 characters.
 * Then early attempts and duplicates are left out. IDs and addresses come last, because half of one is of no use.
 */
export const CUTS: readonly Cut[] = [
  { limit: 4_096, reasonsOnly: true, items: Infinity },
  { limit: 1_024, reasonsOnly: true, items: Infinity },
  { limit: 256, reasonsOnly: true, items: Infinity },
  { limit: 64, reasonsOnly: true, items: Infinity },
  { limit: 256, reasonsOnly: true, items: 10 },
  { limit: 64, reasonsOnly: true, items: 10 },
  { limit: 64, reasonsOnly: false, items: 10 },
  { limit: 64, reasonsOnly: false, items: 1 },
];

/** The result itself where it fits into a state's output, else with shorter texts and fewer attempts. */
export function fitResult(result: JobResult, maxBytes = MAX_OUTPUT_BYTES): JobResult {
  let fitting = result;
  for (const cut of CUTS) {
    if (countBytes(JSON.stringify(fitting)) <= maxBytes) break;
    fitting = cutResult(result, cut);
  }
  return fitting;
}

/**
 * The result as compact JSON that fits into an execution's Cause: texts and attempts are cut, never the JSON.
 * @param maxBytes - bytes of UTF-8; less than the default where the JSON is wrapped once more
 */
export const formatCause = (result: JobResult, maxBytes = MAX_CAUSE_CHARACTERS - 1): string =>
  JSON.stringify(fitResult(result, maxBytes));

const countBytes = (text: string): number => new TextEncoder().encode(text).length;

function cutResult(result: JobResult, { limit, reasonsOnly, items }: Cut): JobResult {
  const cutReason = (text: string | null): string | null => (text === null ? null : cutText(text, limit));
  const cutOther = reasonsOnly ? (text: string | null): string | null => text : cutReason;
  return {
    ...result,
    jobId: cutOther(result.jobId),
    jobArn: cutOther(result.jobArn),
    jobName: cutOther(result.jobName),
    status: cutOther(result.status),
    statusReason: cutReason(result.statusReason),
    containerReason: cutReason(result.containerReason),
    attempts: result.attempts.slice(-items).map((attempt) => ({
      ...attempt,
      reason: cutReason(attempt.reason),
      logStreamName: cutOther(attempt.logStreamName),
    })),
    logGroup: cutOther(result.logGroup),
    logUrl: cutOther(result.logUrl),
    consoleUrl: cutOther(result.consoleUrl),
    duplicates: result.duplicates.slice(0, items).map((jobId) => (reasonsOnly ? jobId : cutText(jobId, limit))),
  };
}

/**
 * Returns a text with at most `limit` characters; a longer one ends in "...". Counts code points, which keeps an
 * emoji whole.
 */
export function cutText(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 3).join("")}...`;
}
