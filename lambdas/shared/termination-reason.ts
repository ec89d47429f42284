/**
 * Longest reason that TerminateJob takes.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html
 */
export const MAX_REASON_CHARACTERS = 1_024;

/** Returns the prefix by which a reason of an execution is recognized in a job's statusReason. */
export const terminationPrefix = (why: string, executionArn: string): string => `${why} of execution ${executionArn}: `;

/**
 * Reason for TerminateJob; becomes the job's statusReason, and says which execution ended the job and why.
 * @param why - one word: a failure category, or the status with which the execution ended
 */
export function formatTerminationReason(why: string, executionArn: string, text: string): string {
  return cutText(`${terminationPrefix(why, executionArn)}${text}`, MAX_REASON_CHARACTERS);
}

/** Cuts a text to a number of UTF-16 units, and never in the middle of a character. */
export const cutText = (text: string, limit: number): string => text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, "");
