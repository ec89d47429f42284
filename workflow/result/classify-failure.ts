import { isRetryable, type Failure, type FailureCategory } from "./failure";
import { findText, type Job, type JobContainer } from "./job";
import { PERMANENT_TEXTS, REASON_TEXTS, type ReasonText } from "./reason-texts";

/** Categories of which a text can say that they will recur. */
export const CATEGORIES_WITH_PERMANENT_TEXTS: readonly FailureCategory[] = ["ImagePull", "StartFailure"];

/**
 * Why a job failed. Batch has no code for it: known texts decide first, then the flags that say who ended it, then
 * the exit code. Anything else is Unknown; its raw texts are in the result.
 * @param job - a job with status FAILED, as unifyJob returns it
 */
export function explainFailure(job: Job): Failure {
  const reasons = readReasons(job);
  const known = REASON_TEXTS.find((row) => isStated(row, reasons));
  if (known !== undefined) return { category: known.category, retryable: isWorthRetrying(known, reasons) };
  const category = classifyByFlags(job);
  return { category, retryable: isRetryable(category) };
}

function classifyByFlags(job: Job): FailureCategory {
  if (job.isTerminated === true) return "Terminated";
  if (job.isCancelled === true) return "Cancelled";
  const { exitCode } = lastContainer(job);
  return Number.isFinite(exitCode) && exitCode !== 0 ? "UserError" : "Unknown";
}

/** The container that ended the job: the job's own, completed with what only its last attempt states. */
export function lastContainer(job: Job): JobContainer {
  const attempt = job.attempts?.at(-1)?.container;
  return {
    ...job.container,
    exitCode: job.container?.exitCode ?? attempt?.exitCode,
    reason: findText(job.container?.reason) ?? findText(attempt?.reason),
    logStreamName: job.container?.logStreamName ?? attempt?.logStreamName,
  };
}

/** Texts that may say why a job failed, in lower case. */
interface Reasons {
  readonly container: string;
  readonly statuses: readonly string[];
  readonly endedByCall: boolean;
}

/** Only the last attempt counts: an earlier one may have failed for a reason that the retry has cured. */
function readReasons(job: Job): Reasons {
  return {
    container: toLowerCase(lastContainer(job).reason),
    statuses: [job.statusReason, job.attempts?.at(-1)?.statusReason].map(toLowerCase),
    endedByCall: job.isTerminated === true || job.isCancelled === true,
  };
}

const toLowerCase = (text: string | undefined): string => (typeof text === "string" ? text.toLowerCase() : "");

/**
 * Whether the reasons state this text. A user who terminates or cancels a job writes its statusReason and may mention
 * any text; only what Batch itself starts it with counts. Such a job's container was stopped, so that only memory
 * counts.
 */
function isStated(row: ReasonText, { container, statuses, endedByCall }: Reasons): boolean {
  const text = row.text.toLowerCase();
  const contains = (reason: string): boolean =>
    row.whole === true ? reason === text || reason.startsWith(`${text}:`) : reason.includes(text);
  if (!endedByCall) return [container, ...statuses].some(contains);
  return (
    (row.category === "OutOfMemory" && contains(container)) ||
    (row.startsStatus === true && statuses.some((reason) => reason.startsWith(text)))
  );
}

function isWorthRetrying({ category, retryable }: ReasonText, { container, statuses }: Reasons): boolean {
  if (retryable !== undefined) return retryable;
  const isPermanent =
    CATEGORIES_WITH_PERMANENT_TEXTS.includes(category) &&
    PERMANENT_TEXTS.some((text) => [container, ...statuses].some((reason) => reason.includes(text)));
  return isRetryable(category) && !isPermanent;
}
