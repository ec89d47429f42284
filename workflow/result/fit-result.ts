import type { JobResult } from "./job-result";

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

/** Cuts by code point, which keeps an emoji whole. */
function cutText(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 3).join("")}...`;
}
